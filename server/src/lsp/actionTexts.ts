import type { BrokenOff } from '../actions/answer/readText.ts';
import type { ActionOutcome } from '../actions/outcome.ts';
import { MAX_LINES } from '../actions/targets.ts';
import type { EndpointError } from '../domain/endpointError.ts';
import { harmless, MAX_ID, type PlainText, plain } from '../protocol/plainText.ts';
import { troubleText } from './endpointTexts.ts';

type Refusal = (ActionOutcome & { kind: 'refused' })['why'];

/** How a sentence about an action begins that changes nothing anyway. */
export const UNEXPLAINED = 'Aurelis could not explain this:';

/** One sentence for the user about lines that are not explained. Nothing that a model said is in it. */
export function noTextText(outcome: NoEdit): string {
  if (outcome.kind === 'large') return noEditText(outcome);
  if (outcome.kind === 'refused') return `${UNEXPLAINED} ${REASONS[outcome.why]}.`;
  if (outcome.kind === 'excluded') {
    return `${UNEXPLAINED} this file is excluded and was not sent to a model. “Why No Suggestion Here?” says by what.`;
  }
  return outcome.kind === 'unchanged'
    ? `${UNEXPLAINED} there is no code on these lines.`
    : `${UNEXPLAINED} the document was edited meanwhile. Try again.`;
}

/** One sentence for the user about a text that is not all that the model would have said. */
export const brokenOffText = (why: BrokenOff): PlainText =>
  why === 'limit'
    ? plain`The explanation was cut off, because the model reached its limit of output tokens.`
    : plain`The explanation was cut off, because the connection broke.`;

type NoEdit = Exclude<ActionOutcome, { kind: 'edit' | 'text' | 'file' }>;

/** One sentence for the user about an action that changes nothing. Nothing that a model said is in it. */
export function noEditText(outcome: NoEdit): string {
  if (outcome.kind === 'refused') {
    return `Aurelis changed nothing, because ${REASONS[outcome.why]}.`;
  }
  if (outcome.kind === 'excluded') {
    return 'Aurelis changed nothing, because this file is excluded and was not sent to a model. “Why No Suggestion Here?” says by what.';
  }
  if (outcome.kind === 'large') {
    return `Aurelis asked no model, because more than ${MAX_LINES} lines are selected. Select fewer lines, then try again.`;
  }
  return outcome.kind === 'unchanged'
    ? 'Aurelis changed nothing, because the model proposes no change here.'
    : 'Aurelis changed nothing, because the document was edited meanwhile. Try again.';
}

/** Tells the user about an action that no endpoint carried out, and what to do. */
export function failureText(
  error: EndpointError,
  isTrusted: boolean,
  canSetKey: boolean,
  lead = 'Aurelis could not do this:',
): PlainText {
  const { kind, endpointId } = error;
  if (!isTrusted) {
    return plain`${lead} this folder is not trusted, so no model is asked. Trust it with “Workspaces: Manage Workspace Trust”, then try again.`;
  }
  if (kind === 'tooLong') {
    return plain`${lead} the code is longer than \`limits.inputTokens\` of "${harmless(endpointId, MAX_ID)}" in \`aurelis.endpoints\` allows. Raise that limit, or choose a smaller part.`;
  }
  if (kind === 'noEndpoint') {
    return plain`${lead} no model is available for code actions. Add one to \`aurelis.endpoints\`, resume one that you have paused, or try again later.`;
  }
  return troubleText(lead, { ...error, error: kind }, canSetKey);
}

/** One sentence for the user about blocks that stay as they are while others are mended. */
export const leftText = (count: number, why: Refusal): string =>
  `Aurelis left ${count === 1 ? 'one place' : `${count} places`} unchanged, because ${REASONS[why]}.`;

/** Tells a user without a model what to do. */
export const setUpText = plain`Aurelis has no model for code actions. Add one to the setting aurelis.endpoints: its README lists model servers, also free ones and some of your own machine.`;

/** Said beside a fix that is shown first because it is not sure. */
export const doubtText = 'This fix may not belong exactly there: look at it with care.';

/** One sentence for the user about a repair after which its problem is still told. */
export const stillThereText = plain`Aurelis: the problem is still there after this fix. Try again, or undo it.`;

/** One sentence for the user about a repair that another tool has something against. */
export const newProblemText = (message: string): PlainText =>
  plain`Aurelis: after this fix there is a new problem here: ${harmless(message, 200)}`;

/** One sentence for the user about an answer for which the editor has no place. */
export const unshownText =
  'Aurelis has an answer, but this editor cannot show it. Copy the code into a new file by hand, or use another editor for this action.';

/** One sentence for the user about a change that is to be seen first where it cannot be. */
export const unseenText = plain`Aurelis changed nothing, because \`aurelis.actions.preview\` asks for a preview of this change, and this editor cannot show one. Set it to "never" to have such changes made at once.`;

/** One sentence for the user about a change that the editor shows before it is made, with its box empty. */
export const reviewText = 'Aurelis: review this change, select its check box, then choose Apply.';

/** The same for a fix that is not sure. */
export const previewText =
  'Aurelis: this fix may not belong exactly there. Review it, select its check box, then choose Apply.';

/** Why an answer is of no use, as the rest of a sentence. */
export const reasonOf = (why: Refusal): string => REASONS[why].split(';')[0] ?? '';

/** Why, and what can be done about it. */
const REASONS: Readonly<Record<Refusal, string>> = {
  cut: "the model's answer is incomplete; try again, or choose a smaller part",
  declined: 'the model says that it cannot do this; try another model',
  noCode: "no code was found in the model's answer; try again, or use another model",
  empty: "the model's answer is empty; try again, or use another model",
  elided: 'the model left lines out, which would delete them; try again, or use a larger model',
  difference:
    'the model answered with a list of changes instead of code; try again, or use another model',
  hidden: "the model's answer contains invisible characters; try again, or use another model",
  credential:
    'the answer changed a hidden credential; try again, or move the credential out of this code',
  tooLittle: 'the answer keeps too little of the existing code; try again, or use a larger model',
  otherLanguage:
    'the model answered in another programming language; try again, or use another model',
  changesCode:
    'the model changed code, although only comments were asked for; try again, or use a larger model',
  elsewhere: 'it is unclear where the answer belongs; try again, or use a larger model',
  unsure: 'the fix needs a review, and this editor cannot show a preview; edit this place by hand',
};
