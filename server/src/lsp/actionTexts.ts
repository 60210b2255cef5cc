import type { ActionOutcome } from '../actions/outcome.ts';
import type { EndpointError } from '../domain/endpointError.ts';

type Refusal = (ActionOutcome & { kind: 'refused' })['why'];

/** One sentence for the user about an action that changes nothing. Nothing that a model said is in it. */
export function noEditText(outcome: Exclude<ActionOutcome, { kind: 'edit' }>): string {
  if (outcome.kind === 'refused') {
    return `Aurelis: nothing was changed, because ${REASONS[outcome.why]}.`;
  }
  return outcome.kind === 'unchanged'
    ? 'Aurelis: the model proposes no change here.'
    : 'Aurelis: the document changed meanwhile, so nothing was changed.';
}

/** One sentence for the user about an action that no endpoint carried out. */
export const failureText = (error: EndpointError): string =>
  error.kind === 'tooLong'
    ? `Aurelis could not fix this: the code in question alone is longer than \`limits.inputTokens\` of "${error.endpointId}" in \`aurelis.endpoints\` allows; raise that, or fix a smaller part.`
    : `Aurelis could not fix this. ${error.message}`;

/** One sentence for the user about blocks that stay as they are while others are mended. */
export const leftText = (count: number, why: Refusal): string =>
  `Aurelis: ${count === 1 ? 'one place was' : `${count} places were`} left as before, because ${REASONS[why]}.`;

/** One sentence for the user about a fix that the editor shows before it is made, with its box empty. */
export const previewText =
  'Aurelis: look at the fix that is shown, tick it, then choose Apply. It may not belong exactly there.';

/** Why, and what can be done about it. */
const REASONS: Readonly<Record<Refusal, string>> = {
  cut: "the model's answer ended before it was whole; try again, or fix a smaller part",
  declined: 'the model says that it cannot do this; another model may',
  noCode:
    "the model's answer holds no code that can be told apart from its text; try again, or use another model",
  empty: "the model's answer is empty; try again, or use another model",
  elided: 'the model left lines out and would have deleted them; try again, or use a larger model',
  difference:
    'the model answered with a list of changes and not with code; try again, or use another model',
  hidden:
    "the model's answer holds characters that cannot be seen; try again, or use another model",
  tooLittle:
    'the answer keeps too little of the code that is there; try again, or use a larger model',
  elsewhere:
    'nobody can say for certain where the answer belongs; try again, or use a larger model',
  unsure:
    'the fix should be looked at first, and this editor cannot show it before it is made; mend this place by hand',
};
