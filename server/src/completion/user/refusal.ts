import { beginsWithWordsOf, isLike } from './likeness.ts';

/** How long a deletion counts at its place, and every refusal on the lines around it. */
const REMEMBERED_MS = 120_000;
/** Lines above and below on which a refused text is the same offer again: about what the eye takes in around the cursor. */
const NEAR_LINES = 10;
/** Characters that differ after which it is a decision; one may be a typo. */
export const DECIDED_AFTER = 3;
/** Characters of a refused text that users type again when they want it. */
const RETYPED_LENGTH = 3;
/** Shorter texts, counted without white space, stand on many lines: they are refused at their place. */
const LEAST_NEAR = 4;
/** Unless they are words: a name of two letters may be one. */
const LEAST_WORD = 2;
const WORD = /[\p{L}\p{N}_]/u;
const NOT_IN_WORDS = /[^\p{L}\p{N}_]/gu;

/** A text that a user does not want to see at a place. */
export interface Refusal {
  /** Shown and dismissed, put there and deleted, or typed there, key by key, and deleted. */
  readonly why: 'dismissed' | 'deleted' | 'untyped';
  /** The nearest line above that says something: the place, wherever it moves. */
  readonly above: string;
  /** Moves with the edits above it. */
  line: number;
  readonly linePrefix: string;
  /** The text that is refused behind `linePrefix`. */
  readonly text: string;
  /** Monotonic milliseconds. */
  readonly at: number;
}

/** A text that would be shown, and where. */
export interface Offer {
  readonly above: string;
  readonly line: number;
  /** The text that the user has typed on the line. */
  readonly typed: string;
  /** The text that would follow `typed`. */
  readonly text: string;
  /** The beginning of it that was there when it was asked for, and is not anymore. */
  readonly own: string;
}

/**
 * True if an offer is the refused text. At its place, how the line begins decides: a user who types three characters that
 * differ has asked for something else. On the lines around it the text alone decides, whatever is before it. A user who begins
 * to type what they deleted, or what they dismissed on another line, gets the rest: after three characters of it, or all but
 * one of fewer. So `.id`, deleted, is not shown to a user who pauses, and its `d` is shown to one who has typed `.i`.
 */
export function isRefused(refusal: Refusal, offer: Offer, now: number): boolean {
  const isRecent = now - refusal.at < REMEMBERED_MS;
  const isDismissed = refusal.why === 'dismissed';
  if (!isRecent && !isDismissed) return false;
  const distance = Math.abs(offer.line - refusal.line);
  const isHere = distance === 0 || offer.above === refusal.above;
  if (isHere && isRefusedHere(refusal, offer)) return true;
  return isRecent && distance > 0 && distance <= NEAR_LINES && isRefusedNear(refusal, offer);
}

/** True if a line that was just written ends with the refused text: the user wants it after all. */
export function isWritten({ linePrefix, text }: Refusal, line: string): boolean {
  const [first = ''] = linesOf(text);
  const written = line.trim();
  if (written.endsWith((linePrefix + first).trim())) return true;
  return isOfSubstance(first) && written.endsWith(first);
}

function isRefusedHere({ why, linePrefix, text }: Refusal, offer: Offer): boolean {
  const before = linePrefix.trimStart();
  const typed = offer.typed.trimStart();
  if (typed.length - agreement(typed, before + text) >= DECIDED_AFTER) return false;
  const whole = typed + offer.text;
  const said = (whole.startsWith(before) ? whole.slice(before.length) : offer.text).trimStart();
  const refused = text.trim();
  if (said.trim() === '') return false;
  if (why === 'dismissed') {
    const [first = ''] = linesOf(text);
    const isSame = said.startsWith(refused) || isLike(said, refused);
    return isSame || saysAgain(linesOf(said)[0] ?? '', first, why);
  }
  if (isBegun(typed, refused)) return false;
  if (WORD.test(offer.own) && refused.startsWith(offer.own.trimStart())) return true;
  if (beginsWithWordsOf(said, refused) || refused.startsWith(said.trimEnd())) return true;
  // A text deleted for a typo in it is not the same as the text without the typo.
  if (why === 'untyped') return false;
  return isLike(said, refused) || isRefusedNear({ why, linePrefix, text }, offer);
}

function isRefusedNear(
  { why, linePrefix, text }: Pick<Refusal, 'why' | 'linePrefix' | 'text'>,
  offer: Offer,
): boolean {
  const before = linePrefix.trim();
  const [first = ''] = linesOf(offer.text);
  const isOnLine = /^[^\n]*\S/.test(offer.text);
  const whole = isOnLine ? (linesOf(offer.typed + offer.text)[0] ?? '') : first;
  const said = [first, whole];
  if (whole.startsWith(before)) said.push(whole.slice(before.length).trimStart());
  const lines = linesOf(text);
  const refused = why === 'dismissed' ? lines.slice(0, 1) : lines;
  return refused.some(
    (line) => !isBegun(offer.typed, line) && said.some((each) => saysAgain(each, line, why)),
  );
}

function saysAgain(said: string, line: string, why: Refusal['why']): boolean {
  if (!isOfSubstance(line)) return false;
  return beginsWithWordsOf(said, line) || (why !== 'untyped' && isLike(said, line));
}

/** True if the typed text ends with enough of another text's beginning to show that the user wants the rest. */
function isBegun(typed: string, text: string): boolean {
  const least = Math.min(RETYPED_LENGTH, Math.max(1, text.length - 1));
  for (let length = Math.min(typed.length, text.length); length >= least; length--) {
    if (typed.endsWith(text.slice(0, length))) return true;
  }
  return false;
}

/** True if a line is more than marks that are on many lines. */
const isOfSubstance = (line: string): boolean =>
  line.replace(/\s/g, '').length >= LEAST_NEAR
    ? line.replace(NOT_IN_WORDS, '') !== ''
    : line.replace(NOT_IN_WORDS, '').length >= LEAST_WORD;

/** The lines that say something, trimmed. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** How much of what was typed is the beginning of a text. */
export function agreement(typed: string, text: string): number {
  let length = 0;
  while (length < typed.length && typed[length] === text[length]) length++;
  return length;
}
