import type { CommitOutcome } from '../actions/commit/commitMessages.ts';
import type { MessageRefusal } from '../actions/commit/readMessage.ts';
import { type PlainText, plain } from '../protocol/plainText.ts';

export const LEAD = 'Aurelis could not write a commit message:';

/** One sentence for the user about a message that is not there. Nothing that a model said, and no name of a file is in it. */
export function noMessageText(outcome: Exclude<CommitOutcome, { kind: 'message' }>): PlainText {
  return plain`${LEAD} ${outcome.kind === 'refused' ? REFUSED[outcome.why] : UNASKED[outcome.why]}`;
}

const REFUSED: Readonly<Record<MessageRefusal, string>> = {
  empty: "the model's answer holds no message. Try again, or use another model.",
  declined: 'the model says that it cannot do this. Try another model.',
  cut: "the model's answer is incomplete. Try again, or use another model.",
  hidden: "the model's answer contains invisible characters. Try again, or use another model.",
  credential: 'the answer would carry a hidden credential. Remove it from the staged changes.',
  noSubject: "the model's answer has no subject line. Try again, or use another model.",
};

const UNASKED: Readonly<Record<Extract<CommitOutcome, { kind: 'unasked' }>['why'], string>> = {
  unreadable:
    'git did not describe the staged changes in its usual form. If `diff.external` or `GIT_EXTERNAL_DIFF` is set, remove it.',
  excluded: 'all staged files are excluded, so nothing was sent to a model.',
  elsewhere: 'this repository is not on this machine.',
  noRoom: '`limits.inputTokens` in `aurelis.endpoints` allows too little. Raise that limit.',
};
