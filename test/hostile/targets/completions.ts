import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { scriptedCompletions } from '../../support/scriptedCompletions.ts';
import { target } from '../fuzzTarget.ts';
import { applyEdits, offsetOf, placeOf } from '../naiveText.ts';
import { anyLength, anyText } from '../texts.ts';

const URI = 'file:///a.ts';

const codeLine = fc.constantFrom(
  'const total = sum(items);',
  '  return total;',
  'function f(a, b) {',
  '}',
  '',
  '  if (a) {',
  '  },',
  'use(a, "b")',
  '\tx = [1, 2]',
  "const s = '😀';",
  '// note',
);
const code = fc
  .tuple(fc.array(codeLine, { maxLength: 12 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => lines.join(end));
/** Answers of models: code, code of the document again, wrappings, and anything. */
const answer = fc.oneof(
  { weight: 4, arbitrary: code },
  { weight: 2, arbitrary: code.map((each) => `\`\`\`ts\n${each}\n\`\`\``) },
  { weight: 2, arbitrary: fc.tuple(anyText, code).map((parts) => parts.join('\n')) },
  { weight: 2, arbitrary: code.map((each) => each.slice(3)) },
  { weight: 1, arbitrary: code.map((each) => `<think>${each}</think>\n${each}<|endoftext|>`) },
  { weight: 3, arbitrary: anyLength },
);

interface CompletionCase {
  readonly text: string;
  /** Where the cursor stands, as a share of the text's length in [0, 1). */
  readonly at: number;
  readonly answer: string;
  readonly isInvoked: boolean;
}

/** True if one text is left where some characters of another are taken out. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (let index = 0; index < whole.length && at < part.length; index++) {
    if (whole[index] === part[at]) at++;
  }
  return at === part.length;
}

async function check({ text, at, answer: said, isInvoked }: CompletionCase): Promise<void> {
  const clock = new FakeClock();
  const documents = new DocumentStore();
  documents.open(URI, 'typescript', 1, text);
  const provider = scriptedCompletions(documents, clock, () => said, { speculate: false });
  const position = placeOf(text, Math.floor(at * (text.length + 1)));
  const asked = provider.provide({ uri: URI, position, isInvoked }, new AbortController().signal);
  await clock.pass(2_000);
  const [item] = await asked;
  provider.closed(URI);
  provider.dispose();
  await clock.pass(60_000);
  assert.equal(clock.pending, 0, 'timers left');
  if (item === undefined) return;
  const cursor = offsetOf(text, position);
  const after = applyEdits(text, [{ range: item.range, newText: item.insertText }]);
  const lineEnd = text.slice(cursor).search(/\r|\n|$/) + cursor;
  // All before the cursor stays; of the line's rest nothing is lost; what is below stays.
  assert.ok(after.startsWith(text.slice(0, cursor)), 'text before the cursor');
  assert.ok(after.endsWith(text.slice(lineEnd)), 'text below the line');
  const made = after.slice(cursor, after.length - (text.length - lineEnd));
  assert.ok(isWithin(text.slice(cursor, lineEnd), made), 'the rest of the line');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not come through.
  const unseen = /[\0-\x08\x0b-\x1f\u200b\u202a-\u202e\u2066-\u2069]/;
  if (!unseen.test(text)) assert.doesNotMatch(made, unseen);
}

/** Suggestions: whatever a model says, taking one only adds at the cursor. */
export const completions = target<CompletionCase>({
  name: 'completions',
  share: 60,
  maxMs: 1_000,
  open: () => ({
    cases: fc.record({
      text: fc.oneof({ weight: 6, arbitrary: code }, { weight: 1, arbitrary: anyText }),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      answer,
      isInvoked: fc.boolean(),
    }),
    check,
  }),
});
