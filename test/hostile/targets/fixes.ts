import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { ActionProvider } from '../../../server/src/actions/provider.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/workspaceEdit.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../tools/testing/requests.ts';
import { target } from '../fuzzTarget.ts';
import { applyEdits, type NaiveEdit } from '../naiveText.ts';
import { anyLength, anyText } from '../texts.ts';

const URI = 'file:///project/a.ts';

const codeLine = fc.constantFrom(
  'const total = sum(items);',
  '  return total;',
  'function f(a, b) {',
  '}',
  '',
  '',
  '  if (a) {',
  '  }',
  'use(totl);',
  '\tx = [1, 2];',
  "const s = '😀';",
);

/** How a model's answer differs from the lines that it was shown. */
type Distortion = (
  lines: readonly string[],
  beside: readonly string[],
  at: number,
) => readonly string[];

const DISTORTIONS: readonly Distortion[] = [
  (lines) => lines,
  (lines, _, at) => lines.with(at, `${lines[at]?.replace('totl', 'total')}`),
  (lines, _, at) => lines.with(at, `${lines[at]} // mended`),
  (lines, _, at) => lines.toSpliced(at, 1),
  (lines, _, at) => lines.toSpliced(at, 0, '  added();'),
  (lines, _, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  (lines, beside) => [...beside, ...lines],
  (lines, beside) => [...lines, ...beside],
  (lines) => lines.map((line) => `  ${line}`),
  (lines) => lines.map((line, index) => `${index + 1} | ${line}`),
  (lines) => lines.map((line) => `+${line}`),
  (lines, _, at) => lines.with(at, '// … the rest stays as it is'),
  (lines) => lines.toReversed(),
  (lines) => lines.map((line) => `${line}\r`),
  (_, beside) => beside,
];
const WRAPPINGS: readonly ((text: string, shown: string) => string)[] = [
  (text) => `\`\`\`ts\n${text}\n\`\`\``,
  (text) => `Here it is:\n\n\`\`\`\n${text}\n\`\`\`\nDone.`,
  (text) => `<block>\n${text}\n</block>`,
  (text) => text,
  (text) => `\`\`\`ts\n${text}`,
  (text) => `<think>${text}</think>\n\`\`\`\n${text}\n\`\`\`\n\`\`\`\nother();\n\`\`\``,
  (text, shown) => `<<<<<<< SEARCH\n${shown}\n=======\n${text}\n>>>>>>> REPLACE`,
  (text, shown) => {
    const [search = '', replace = ''] = [shown, text].map((each) => each.split('\n').at(-1));
    return `<<<<<<< SEARCH\n${search.trim()}\n=======\n${replace}\n>>>>>>> REPLACE`;
  },
];

interface FixCase {
  readonly lines: readonly string[];
  readonly lineEnd: string;
  readonly endsFile: boolean;
  /** Lines with a diagnostic, by chance within the document and beyond. */
  readonly wrong: readonly number[];
  readonly distortions: readonly number[];
  readonly wrapping: number;
  readonly at: number;
  /** Said in place of all that. */
  readonly odd: string | undefined;
}

/** The lines of the document that a request asks about; short documents are shown whole. */
function blockOf({ input }: GenerationRequest) {
  if (input.kind !== 'chat' || input.around === undefined) assert.fail('no block');
  const { above, below } = input.around;
  const shown = input.user.slice(above.end, below.start).split('\n');
  assert.deepEqual([shown[0], shown.at(-1)], ['<block>', '</block>']);
  const lines = shown.slice(1, -1);
  const first = input.user.slice(above.start, above.end).split('\n').length - 1;
  return { lines, first, end: first + lines.length };
}

function answerTo(request: GenerationRequest, each: FixCase): string {
  if (each.odd !== undefined) return each.odd;
  const shown = blockOf(request).lines;
  let lines: readonly string[] = shown;
  for (const index of each.distortions) {
    const at = lines.length === 0 ? 0 : each.at % lines.length;
    const distorted = DISTORTIONS[index % DISTORTIONS.length] as Distortion;
    if (lines.length > 0) lines = distorted(lines, each.lines.slice(0, 3), at);
  }
  return (WRAPPINGS[each.wrapping % WRAPPINGS.length] ?? String)(
    lines.join('\n'),
    shown.join('\n'),
  );
}

async function check(each: FixCase): Promise<void> {
  const text = each.lines.join(each.lineEnd) + (each.endsFile ? each.lineEnd : '');
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, text);
  const asked: GenerationRequest[] = [];
  const provider = new ActionProvider({
    documents,
    policy: aPolicy(),
    generate: async (request) => {
      // The same block is asked about once more in the other form.
      const isFirst = request.input.kind === 'chat' && request.input.systemForEdits !== undefined;
      if (isFirst) asked.push(request);
      return aGeneration({ text: answerTo(request, each) });
    },
    clock: new FakeClock(),
    observe: () => undefined,
    batchSize: 5,
    onUnusable: () => undefined,
    editFormOf: () => 'whole',
  });
  const diagnostics = each.wrong.map((line) => ({ line, message: 'wrong', source: 'ts' }));
  const offer = provider.offer(URI, diagnostics).at(-1);
  if (offer === undefined) return;
  const outcome = await provider.run(offer, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  if (outcome.kind !== 'edit') return;
  const { documentChanges, changeAnnotations } = toWorkspaceEdit(
    outcome,
    documents.get(URI) as LiveDocument,
  );
  const edits = (documentChanges ?? []).flatMap((change) =>
    'edits' in change ? change.edits : [],
  );
  for (const edit of edits) {
    if (!('annotationId' in edit) || edit.annotationId === undefined) continue;
    assert.equal(changeAnnotations?.[edit.annotationId]?.needsConfirmation, true);
  }
  const after = applyEdits(text, edits as NaiveEdit[]);
  checkOutside(text, after, asked);
  if (!text.includes('\r')) assert.ok(!after.includes('\r'), 'line ends of another kind');
  else if (!/[^\r]\n|^\n/.test(text)) assert.doesNotMatch(after, /[^\r]\n|\r[^\n]|^\n/);
}

/** True if the lines that were not asked about stand there after the edit as before it, in the same order. */
function checkOutside(text: string, after: string, asked: readonly GenerationRequest[]): void {
  const [lines, now] = [text.split(/\r?\n/), after.split(/\r?\n/)];
  let [from, at] = [0, 0];
  for (const request of asked) {
    const { first, end } = blockOf(request);
    const kept = lines.slice(from, first);
    if (from === 0) assert.deepEqual(now.slice(0, kept.length), kept, 'lines above');
    else assert.ok(now.slice(at).join('\n').includes(kept.join('\n')), 'lines between');
    from = end;
    at += kept.length;
  }
  const below = lines.slice(from);
  if (below.length > 0) assert.deepEqual(now.slice(-below.length), below, 'lines below');
}

/** Fixes: whatever a model says, the lines that it was not asked about stay as they are. */
export const fixes = target<FixCase>({
  name: 'fixes',
  share: 60,
  maxMs: 1_500,
  open: () => ({
    cases: fc.record({
      lines: fc.array(codeLine, { minLength: 1, maxLength: 20 }),
      lineEnd: fc.constantFrom('\n', '\r\n'),
      endsFile: fc.boolean(),
      wrong: fc.array(fc.nat(24), { minLength: 1, maxLength: 3 }),
      distortions: fc.array(fc.nat(DISTORTIONS.length - 1), { maxLength: 3 }),
      wrapping: fc.nat(WRAPPINGS.length - 1),
      at: fc.nat(20),
      odd: fc.oneof(
        { weight: 6, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: anyText },
        { weight: 1, arbitrary: anyLength },
      ),
    }),
    check,
  }),
});
