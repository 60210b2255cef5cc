import type { Suggestion } from './completionTrie.ts';
import type { Cursor } from './cursor.ts';

/** A suggestion that agreed with so many characters typed into it is more likely right than the next key. */
const TRUSTED_AFTER = 2;
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
 * Whether the last key looks like a slip of the finger: one letter beside a suggestion that had agreed with what was
 * typed for a while. Such a key is usually taken back at once; what follows the next one is asked for anew.
 */
export function looksLikeSlip(standing: Standing, cursor: Cursor): boolean {
  const typed = typedSince(standing, cursor);
  if (typed === undefined || !WORD.test(typed) || standing.text.startsWith(typed)) return false;
  return standing.shownEnd - standing.text.length >= TRUSTED_AFTER;
}
