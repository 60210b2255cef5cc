import type { Connection } from 'vscode-languageserver';
import type { Silence } from '../completion/decision/decision.ts';
import type { LoggedDecision } from '../completion/decision/decisionLog.ts';
import { endpointAdvice, endpointProblem } from '../protocol/endpointProblem.ts';

/** Why nothing was shown, and what the user can do about it. */
const REASONS: Readonly<Record<Silence, string>> = {
  disabled:
    'Suggestions are turned off for this language, or altogether. See the settings aurelis.enable, aurelis.completion.enable and aurelis.completion.languages.',
  virtual: 'This is no file that you edit, but a view that another program fills.',
  secret: 'Files of this name usually hold passwords or keys. They are never sent to a model.',
  large: 'The file is larger than 5 MB.',
  binary: 'The file holds bytes that are no text.',
  longDocument:
    'The file has more than 8,000 lines, so a model is asked only when you ask for it: press Alt+\\ (Trigger Inline Suggestion).',
  longLine: 'The line is longer than the editor draws.',
  widget: 'The item selected in the list of completions does not begin with what you typed.',
  midWord: 'The cursor stands in the middle of a word.',
  midLine:
    'Text follows the cursor on this line. Ask for a suggestion with Alt+\\ (Trigger Inline Suggestion).',
  undone: 'You have just undone or redone a change.',
  slip: 'The last key is probably a typo. Delete it, and the suggestion comes back.',
  knownEmpty:
    'The model was asked about this place before, and had nothing to add. “Regenerate Suggestion” asks again.',
  nothingFound: 'The model was asked and had nothing to add.',
  noEndpoint:
    'No model could be asked (see below), and no similar code was found in the workspace.',
  failed: 'The model did not answer, and no similar code was found in the workspace.',
  refused:
    'You dismissed or deleted this suggestion here. Ask for it with Alt+\\ (Trigger Inline Suggestion).',
  redeclares: 'The suggestion declares again what is declared already.',
  doesNotFit:
    'Nothing of the suggestion is left that fits between the text before and behind the cursor.',
  superseded: 'You typed on before an answer came.',
};

const SOURCES: Readonly<Record<string, string>> = {
  trie: 'suggested before',
  upstream: 'from the model',
  inFlight: 'from the model, asked a moment before',
  workspace: 'from the workspace',
};

/** The decision that is still to come, in words. */
export const ASKING = 'A model is being asked. Wait a moment.';

/** One decision in words. It names no file, and quotes nothing. */
export function decisionText({ decision }: LoggedDecision): string {
  if (decision.kind === 'show') {
    return `A suggestion was shown (${SOURCES[decision.from] ?? `from the ${decision.from} cache`}).`;
  }
  const { reason, error } = decision;
  if (error === undefined) return REASONS[reason];
  return `${REASONS[reason]} The endpoint ${endpointProblem(error)}. ${endpointAdvice(error)}`;
}

/** Writes each decision into the trace, for clients that want one. */
export const traceDecisions =
  ({ tracer }: Pick<Connection, 'tracer'>) =>
  (logged: LoggedDecision): void =>
    tracer.log(decisionLine(logged));

/** One decision as a line of the debug log. Lines and columns count from 1, as editors show them. */
export function decisionLine({ position, decision }: LoggedDecision): string {
  const place = `Ln ${position.line + 1}, Col ${position.character + 1}`;
  if (decision.kind === 'show') return `${place}: shown, from ${decision.from} (${decision.model})`;
  const { reason, error, isKnown } = decision;
  const more = [...(error === undefined ? [] : [error]), ...(isKnown ? ['no call'] : [])];
  return `${place}: nothing shown, ${[reason, ...more].join(', ')}`;
}
