import type { Action } from '../../../server/src/actions/action.ts';
import { customActions } from '../../../server/src/actions/catalogue/custom.ts';
import { catalogue } from '../../../server/src/actions/catalogue/index.ts';
import { type ActionOffer, pointedAt } from '../../../server/src/actions/offers.ts';
import type { ActionOutcome } from '../../../server/src/actions/outcome.ts';
import { ActionProvider } from '../../../server/src/actions/provider.ts';
import { targetsOf } from '../../../server/src/actions/targets.ts';
import { DocumentStore } from '../../../server/src/documents/documentStore.ts';
import type { LineRange } from '../../../server/src/documents/enclosingBlock.ts';
import { LiveDocument } from '../../../server/src/documents/liveDocument.ts';
import { toWorkspaceEdit } from '../../../server/src/lsp/workspaceEdit.ts';
import { aPolicy } from '../../../tools/testing/aPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aGeneration } from '../../../tools/testing/requests.ts';
import { applied, editsIn } from '../../text/fixes/applied.ts';
import type { Sample } from './sample.ts';
import type { Answered, Knowledge } from './shape.ts';

const CUSTOM = customActions([{ title: 'Guard', instruction: 'Check the arguments first.' }]);

/** The fate of an answer, by one who knows only the true result. */
export type Verdict = 'right' | 'refused' | 'wrongShown' | 'wrongAtOnce';

/** An action at a place of a sample: what a model knows there, and how its answer is judged. */
export interface Trial {
  readonly action: Action;
  readonly sample: Sample;
  readonly known: Knowledge;
  readonly answered: (answer: Answered | string) => Promise<{ verdict: Verdict; why: string }>;
}

/** The trial of an action on a sample; `undefined` where the sample has no true result for it. */
export function trialOf(sample: Sample, action: Action): Trial | undefined {
  const { above, block, below, fault } = sample;
  const isRepair = action.yields === 'repair';
  const rewritten = sample.rewrites.get(CUSTOM.includes(action) ? 'instruct' : action.id);
  const right = isRepair ? block : action.yields === 'file' ? block : rewritten;
  if (right === undefined && action.yields !== 'text') return undefined;
  const old = isRepair ? block.map((line) => (line === fault[0] ? fault[1] : line)) : block;
  const uri = `file:///project/ledger.${sample.extension}`;
  const lines = [...above, ...old, ...below];
  const truth = [...above, ...(right ?? block), ...below];
  const range = { first: above.length, last: above.length + old.length - 1 };
  const at = above.length + old.indexOf(fault[1]);
  const target = blockOf(action, sample.languageId, lines, range, at);
  const known: Knowledge = {
    languageId: sample.languageId,
    old: lines.slice(target.first, target.last + 1),
    right: truth.slice(target.first, target.last + 1 + truth.length - lines.length),
    above: lines.slice(0, target.first),
    below: lines.slice(target.last + 1),
    translations: sample.translations,
  };
  return {
    action,
    sample,
    known: knownFor(action, known, sample),
    answered: async (answer) => {
      const document = LiveDocument.create(uri, sample.languageId, 1, lines.join('\n'));
      const documents = new DocumentStore();
      documents.open(uri, sample.languageId, 1, lines.join('\n'));
      const provider = providerFor(documents, answer);
      const offers =
        action.about === 'diagnostic'
          ? provider.offer(uri, [{ line: at, message: 'Unknown name.', source: 'check' }])
          : provider.offerFor(uri, range);
      const offer = offers.find(({ actionId }) => actionId === action.id);
      if (offer === undefined) throw new Error(`no offer of ${action.id}`);
      const outcome = await run(provider, offer);
      return judged(outcome, { lines, truth, sample }, document);
    },
  };
}

/** The lines that the action works on. */
function blockOf(
  action: Action,
  languageId: string,
  lines: readonly string[],
  range: LineRange,
  at: number,
): LineRange {
  const document = LiveDocument.create('file:///a', languageId, 1, lines.join('\n'));
  const target =
    action.about === 'diagnostic'
      ? targetsOf(document, [{ line: at, message: '', source: undefined }])[0]
      : pointedAt(action, document, range);
  return typeof target === 'object' ? target.block : range;
}

function providerFor(documents: DocumentStore, answer: Answered | string): ActionProvider {
  const generation = typeof answer === 'string' ? { text: answer } : answer;
  return new ActionProvider({
    documents,
    policy: aPolicy(),
    generate: async () => aGeneration({ ending: 'stop', ...generation }),
    clock: new FakeClock(),
    observe: () => undefined,
    batchSize: 1,
    onUnusable: () => undefined,
    editFormOf: () => 'whole',
    custom: CUSTOM,
  });
}

const run = (provider: ActionProvider, offer: ActionOffer): Promise<ActionOutcome> =>
  provider.run(offer, {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    words: 'Check the arguments first.',
  });

/** A text or a file of its own has nothing around it. */
function knownFor({ yields }: Action, known: Knowledge, sample: Sample): Knowledge {
  const alone = { ...known, above: [], below: [] };
  if (yields === 'text') return { ...alone, right: explanationOf(sample) };
  return yields === 'file' ? { ...alone, right: sample.tests } : known;
}

/** A true text about the block. */
const explanationOf = ({ block, languageId }: Sample): string[] => [
  'The block goes through all that is there and keeps what was asked for.',
  '',
  '1. It begins with nothing.',
  '2. It looks at each:',
  '',
  `\`\`\`${languageId}`,
  ...block.slice(1, 3),
  '```',
  '',
  'Mind that it goes through all of them **each time**.',
];

interface Result {
  readonly lines: readonly string[];
  readonly truth: readonly string[];
  readonly sample: Sample;
}

function judged(
  outcome: ActionOutcome,
  { lines, truth, sample }: Result,
  document: LiveDocument,
): { verdict: Verdict; why: string } {
  switch (outcome.kind) {
    case 'edit': {
      const { edits } = editsIn(toWorkspaceEdit(outcome, document));
      const after = applied(lines.join('\n'), edits);
      if (after === truth.join('\n')) return { verdict: 'right', why: '' };
      const isSure = outcome.edits.every((edit) => edit.isSure);
      return { verdict: isSure ? 'wrongAtOnce' : 'wrongShown', why: after };
    }
    case 'file': {
      const isRight = outcome.lines.join('\n') === sample.tests.join('\n');
      return { verdict: isRight ? 'right' : 'wrongShown', why: outcome.lines.join('\n') };
    }
    case 'text': {
      const said = explanationOf(sample).join('\n');
      const [start = '', end] = outcome.text.split(/ …$/);
      const isRight = outcome.text === said || (end === '' && said.startsWith(start));
      return { verdict: isRight ? 'right' : 'wrongShown', why: outcome.text };
    }
    default:
      return { verdict: 'refused', why: outcome.kind === 'refused' ? outcome.why : outcome.kind };
  }
}

export const judgedActions: readonly Action[] = [...catalogue, ...CUSTOM];
