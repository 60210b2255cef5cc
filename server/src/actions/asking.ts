import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { baseName } from '../documents/baseName.ts';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { LiveDocument } from '../documents/liveDocument.ts';
import type { EditForm } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type {
  ChatInput,
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';
import type { SharingPolicy } from '../privacy/sharingPolicy.ts';
import type { Action, ActionTarget, Knowledge } from './action.ts';
import { readAnswer } from './answer/readAnswer.ts';
import { refused } from './answer/reading.ts';
import { askedInForm, type ReadAnswer } from './askedInForm.ts';
import { withHabits } from './context/habits.ts';
import type { ActionEvent } from './events.ts';

/** Tokens for an answer: a block is at most some 200 lines, and most are far shorter. */
const MIN_OUTPUT_TOKENS = 2_000;
const MAX_OUTPUT_TOKENS = 6_000;
/** A text about code, and a file of tests, have no block to measure them by. */
const TEXT_OUTPUT_TOKENS = 1_500;
const FILE_OUTPUT_TOKENS = 4_000;

/** The parts that a question about one piece of a document needs. */
export interface AskTools {
  readonly documents: Pick<DocumentStore, 'get'>;
  readonly policy: Pick<SharingPolicy, 'exclusionOf'>;
  readonly generate: Generate;
  /** The form in which an endpoint is asked for edits. */
  readonly editFormOf: (endpointId: string) => EditForm;
  readonly clock: Clock;
  readonly observe: Observer<ActionEvent>;
  /** Told of an answer of which nothing can be made: the next try gets another one. */
  readonly onUnusable: (answer: Generation) => void;
  /** The project's own wishes about style, for a file; '' without any. */
  readonly habits?: (uri: string) => Promise<string>;
  /** Definitions of what a piece of a document uses, written as code; '' where none are known. Never rejects but by the signal. */
  readonly definitions?: (
    document: LiveDocument,
    target: ActionTarget,
    signal: AbortSignal,
  ) => Promise<string>;
}

/** One question about a piece of a document. */
export interface Question {
  readonly action: Action;
  readonly document: LiveDocument;
  readonly target: ActionTarget;
  /** The project's wishes for the file. */
  readonly wishes: string;
  /** When the user chose it, by the clock. */
  readonly startedAt: number;
  readonly said: Pick<Knowledge, 'words' | 'lastTry'>;
}

/** Asks a model, and reads its answer, as far as it is an edit. Rejects with `CancelledError` and `EndpointError` as the pipeline does. */
export async function ask(
  tools: AskTools,
  { action, document, target, wishes, startedAt, said }: Question,
  context: GenerationContext,
): Promise<ReadAnswer> {
  const { documents, policy, clock, observe, onUnusable, definitions } = tools;
  const file = baseName(document.uri);
  const known = (await definitions?.(document, target, context.signal)) ?? '';
  const request = requestFor(action, target, { ...said, file, definitions: known }, wishes);
  const isEdit = action.yields !== 'text' && action.yields !== 'file';
  /** In one form, and in the other. */
  const answers: Generation[] = [];
  const asked = await askedInForm(
    request,
    { ...context, file, use: { uri: document.uri, kind: action.id } },
    {
      ...tools,
      // A list or a setting may have changed since the action began, and between two questions.
      generate: async (...asked) => {
        if (policy.exclusionOf(document) !== undefined) throw new EndpointError('', 'noEndpoint');
        const answer = await tools.generate(...asked);
        answers.push(answer);
        return answer;
      },
      read: (answer) => (isEdit ? readAnswer(answer, target) : refused('noCode')),
      isCurrent: () => documents.get(document.uri)?.lines === document.lines,
    },
  );
  if (isEdit && asked.reading.kind === 'refused') for (const each of answers) onUnusable(each);
  const { source, model } = asked.answer;
  observe({ kind: 'actionAnswered', from: source, model, ms: clock.monotonic() - startedAt });
  return asked;
}

const requestFor = (
  action: Action,
  target: ActionTarget,
  knowledge: Knowledge,
  wishes: string,
): GenerationRequest => ({
  task: 'action',
  input: styled(action.ask(target, knowledge), wishes),
  languageId: target.languageId,
  maxOutputTokens: outputTokens(action, target),
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});

/** Most UTF-16 units of a project's wishes in one question: each question pays for them. */
const MAX_WISHES = 4_000;

function styled(input: ChatInput, wishes: string): ChatInput {
  const { system, systemForEdits } = input;
  const edits =
    systemForEdits === undefined
      ? {}
      : { systemForEdits: withHabits(systemForEdits, wishes, MAX_WISHES) };
  return { ...input, system: withHabits(system, wishes, MAX_WISHES), ...edits };
}

/** Twice the block, at about three characters a token, and never less than usual. */
function outputTokens({ yields }: Action, { lines, block }: ActionTarget): number {
  if (yields === 'text') return TEXT_OUTPUT_TOKENS;
  if (yields === 'file') return FILE_OUTPUT_TOKENS;
  const length = lines
    .slice(block.first, block.last + 1)
    .reduce((sum, line) => sum + line.length + 1, 0);
  const wanted = Math.ceil((2 * length) / 3);
  return Math.min(MAX_OUTPUT_TOKENS, Math.max(MIN_OUTPUT_TOKENS, wanted));
}
