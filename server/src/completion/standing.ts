import type { Cursor } from './cursor.ts';
import type { Suggestion } from './suggestion.ts';

/** Fewer characters from where it was asked, a model has nothing new to go by. */
const AGREED = 3;
const WORD = /^[\p{L}\p{N}_$]$/u;

/** What was shown last in a document, and where. */
export interface Standing {
  readonly suggestion: Suggestion;
  readonly line: number;
  readonly linePrefix: string;
  /** What stood at the cursor. */
  readonly text: string;
  /** Where in the suggestion's text that ends; what lies behind is shown when the cursor gets there. */
  readonly shownEnd: number;
  /** Monotonic milliseconds. */
  readonly shownAt: number;
}

/** Whether it stood at this very place. */
export const stoodAt = ({ line, linePrefix }: Standing, cursor: Cursor): boolean =>
  cursor.position.line === line && cursor.linePrefix === linePrefix;

/** What was typed on the line since; `undefined` when the cursor is somewhere else or went back. */
export function typedSince({ line, linePrefix }: Standing, cursor: Cursor): string | undefined {
  const isBehind = cursor.position.line === line && cursor.linePrefix.startsWith(linePrefix);
  return isBehind ? cursor.linePrefix.slice(linePrefix.length) : undefined;
}

/**
 * Whether it is too early to ask anew. One letter beside a suggestion looks like a slip of the finger, which is usually
 * taken back at once. And a model that was refuted within a few characters of where it was asked is likely to say the
 * same again a character later.
 */
export function isTooEarly(standing: Standing, cursor: Cursor): boolean {
  const typed = typedSince(standing, cursor);
  if (typed === undefined || typed === '' || standing.text.startsWith(typed)) return false;
  const agreed = standing.shownEnd - standing.text.length;
  return WORD.test(typed) || (agreed < AGREED && typed.length + agreed < AGREED);
}
