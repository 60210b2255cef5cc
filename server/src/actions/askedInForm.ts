import type { Observer } from '../base/observer.ts';
import type { EditForm } from '../domain/endpoint.ts';
import {
  type ChatInput,
  type Generate,
  type Generation,
  type GenerationContext,
  type GenerationRequest,
  isWhole,
} from '../domain/generation.ts';
import type { Reading, Refusal } from './answer/reading.ts';
import type { ActionEvent } from './events.ts';

/** Why an answer was not used, where the same model may give a right one in the other form. */
const CURABLE: ReadonlySet<Refusal> = new Set<Refusal>([
  'cut',
  'noCode',
  'empty',
  'elided',
  'difference',
  'tooLittle',
  'elsewhere',
]);

export interface FormTools {
  readonly generate: Generate;
  readonly read: (answer: Generation) => Reading;
  /** The form in which an endpoint is asked for edits. */
  readonly editFormOf: (endpointId: string) => EditForm;
  /** True while the document is the one that was asked about. */
  readonly isCurrent: () => boolean;
  readonly observe: Observer<ActionEvent>;
}

/** An answer, and what it makes of its place. */
export interface ReadAnswer {
  readonly answer: Generation;
  readonly reading: Reading;
}

/**
 * Asks for a change of code in the form that suits the endpoint, and once more in the other form where the answer cannot be used for
 * its form. Rejects as `generate` does the first time.
 */
export async function askedInForm(
  request: GenerationRequest,
  context: GenerationContext,
  tools: FormTools,
): Promise<ReadAnswer> {
  const { generate, read, editFormOf, isCurrent, observe } = tools;
  const answer = await generate(request, context);
  const first = { answer, reading: read(answer) };
  const { input } = request;
  if (input.kind !== 'chat' || input.systemForEdits === undefined) return first;
  if (!isMalformed(first) || context.signal.aborted || !isCurrent()) return first;
  const form = editFormOf(answer.endpointId) === 'edits' ? 'whole' : 'edits';
  const again = await generate({ ...request, input: alone(input, form) }, context).catch(nothing);
  if (context.signal.aborted) return first;
  const second = again === undefined ? undefined : { answer: again, reading: read(again) };
  const isCured = second !== undefined && second.reading.kind !== 'refused';
  observe({ kind: 'actionAskedAgain', isCured });
  return isCured ? second : first;
}

/** True for an answer that came to its end, and is not to be used for its form. */
const isMalformed = ({ answer, reading }: ReadAnswer): boolean =>
  isWhole(answer) &&
  answer.fault === undefined &&
  reading.kind === 'refused' &&
  CURABLE.has(reading.why);

/** The question with the instructions of one form alone: every endpoint is asked in that one. */
function alone({ systemForEdits, ...input }: ChatInput, form: EditForm): ChatInput {
  return form === 'edits' ? { ...input, system: systemForEdits ?? input.system } : input;
}

/** The first answer says why there is no edit, whatever became of the second. */
const nothing = (): undefined => undefined;
