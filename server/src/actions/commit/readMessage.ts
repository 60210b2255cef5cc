import type { Generation } from '../../domain/generation.ts';
import { hidesMore } from '../answer/hidden.ts';
import { wholeLines } from '../context/wholeLines.ts';
import { messageIn } from './messageIn.ts';
import { isRefusal } from './talk.ts';

/** Why an answer is no commit message. */
export type MessageRefusal = 'empty' | 'declined' | 'cut' | 'hidden' | 'credential' | 'noSubject';

export type MessageReading =
  | { readonly kind: 'message'; readonly message: string }
  | { readonly kind: 'refused'; readonly why: MessageRefusal };

/** Longest message, and longest first line of one: a longer line is a paragraph. */
const MAX_MESSAGE = 5_000;
const MAX_SUBJECT = 300;
/** Signs that join and color emoji, which some projects begin subjects with. */
const IN_EMOJI = /(?<=\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)[\u200d\ufe0f]/gu;

/** The message in a model's answer. Of an answer that was cut its whole lines are kept where the subject is among them. */
export function readMessage(
  generation: Pick<Generation, 'text' | 'ending' | 'fault' | 'withheld'>,
): MessageReading {
  const { text, ending, fault, withheld } = generation;
  if (withheld !== undefined) return refused('credential');
  const isCut = ending === 'length' || fault !== undefined;
  const whole = isCut ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
  const message = messageIn(whole, true);
  const subject = message.split('\n', 1)[0] ?? '';
  if (!/[\p{L}\p{N}]/u.test(subject)) return refused(isCut ? 'cut' : 'empty');
  if (isRefusal(subject)) return refused('declined');
  if (subject.length > MAX_SUBJECT) return refused('noSubject');
  if (hidesMore(message.replace(IN_EMOJI, ''), '', 'git-commit')) return refused('hidden');
  return { kind: 'message', message: wholeLines(message, MAX_MESSAGE) };
}

/** The part of an answer that can be shown while it grows: always a beginning of a message. `undefined` once it is longer than messages are. */
export const shownMessage = (textSoFar: string): string | undefined => {
  const text = messageIn(textSoFar, false);
  if (text.length > MAX_MESSAGE) return undefined;
  return hidesMore(text.replace(IN_EMOJI, ''), '', 'git-commit') ? '' : text;
};

const refused = (why: MessageRefusal): MessageReading => ({ kind: 'refused', why });
