import type { Silence } from '../completion/decision/decision.ts';
import type { LoggedDecision } from '../completion/decision/decisionLog.ts';
import { endpointAdvice, endpointProblem } from '../protocol/endpointProblem.ts';
import { type PlainText, plain } from '../protocol/plainText.ts';
import { type Logging, serverLog } from './serverLog.ts';

const ignoredBy = (file: string): string =>
  `A file ${file} excludes this file: it is neither sent to a model nor learnt. Remove the line that names it, or put “!” and its path into a line below, if you want suggestions here.`;

/** Why nothing was shown, and what the user can do about it. */
const REASONS: Readonly<Record<Silence, string>> = {
  disabled:
    'Suggestions are turned off for this language, or altogether. See the settings aurelis.enable, aurelis.completion.enable and aurelis.completion.languages.',
  virtual: 'This is no file that you edit, but a view that another program fills.',
  secret:
    'Files of this name usually hold passwords or keys. They are never sent to a model. Rename the file if it holds none.',
  excluded:
    'The setting aurelis.privacy.exclude excludes this file. Remove the glob that names it, if you want suggestions here.',
  '.gitignore': ignoredBy('.gitignore, or the list .git/info/exclude of its repository,'),
  '.aiignore': ignoredBy('.aiignore'),
  '.cursorignore': ignoredBy('.cursorignore'),
  '.copilotignore': ignoredBy('.copilotignore'),
  '.aiexclude': ignoredBy('.aiexclude'),
  '.aurelisignore': ignoredBy('.aurelisignore'),
  unreadableList:
    'An ignore file beside or above this file is larger than 256 KB, too complex or not readable, so everything that it could exclude is excluded. Make it shorter, or correct its permissions.',
  credential:
    'The cursor is in a password, key or token. Aurelis does not complete these: type it, or go on behind it.',
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
  withheld:
    "The model's answer held a credential that is not yours, or changed one of yours, so it is not shown. Type on, or ask again.",
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

/** A reason in words: why nothing was shown, and what the user can do. */
export const reasonText = (reason: Silence): string => REASONS[reason];

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
  (connection: Logging) =>
  (logged: LoggedDecision): void =>
    serverLog(connection).trace(decisionLine(logged));

/** One decision as a line of the debug log. Lines and columns count from 1, as editors show them. */
export function decisionLine({ position, decision }: LoggedDecision): PlainText {
  const place = plain`Ln ${position.line + 1}, Col ${position.character + 1}`;
  if (decision.kind === 'show')
    return plain`${place}: shown, from ${decision.from} (${decision.model})`;
  const { reason, error, isKnown } = decision;
  const more = [...(error === undefined ? [] : [error]), ...(isKnown ? ['no call'] : [])];
  return plain`${place}: nothing shown, ${[reason, ...more].join(', ')}`;
}
