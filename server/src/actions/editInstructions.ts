import type { ChatInput } from '../domain/generation.ts';
import { ANSWER_FORM } from './question.ts';

/** How an answer has to look from a model that is asked for edits; the markers are Aider's, which models know best. */
const EDITS_FORM = `Answer with one or more blocks of this form and nothing else:

<<<<<<< SEARCH
lines of the text between the tags, as they are
=======
the lines that take their place
>>>>>>> REPLACE

Under SEARCH stand whole lines, copied sign by sign with their indentation, without the tags: as few as are needed, and enough
that they stand in the text only once. Blocks do not overlap, and each is about the text as it was shown. To delete lines, leave
the second half empty; to add some, repeat a line beside them in both halves. No line is left out or stands for others, and
there are no line numbers, plus or minus signs and no comments about the change. Change only what is asked for. If nothing has to be
changed, answer NO CHANGES.`;

/** Words about a task that belong to one of the two forms alone. */
interface OwnWords {
  /** Only of an answer that repeats the whole block. */
  readonly whole?: string;
  /** How an answer that repeats the whole block has to look; as that of a repair without it. */
  readonly form?: string;
}

/**
 * The instructions for a task that changes the lines between `<block>` and `</block>`: for models that repeat the whole block, and for those
 * that name edits. The endpoint decides which of them is sent.
 */
export const editInstructions = (
  task: string,
  { whole, form = ANSWER_FORM }: OwnWords = {},
): Pick<ChatInput, 'system' | 'systemForEdits'> => ({
  system: [task, whole, form].filter((part) => part !== undefined).join(' '),
  systemForEdits: `${task} ${EDITS_FORM}`,
});
