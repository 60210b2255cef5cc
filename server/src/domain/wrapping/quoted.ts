import { firstWord, lineEnd, type Said } from './layer.ts';
import type { Standpoint } from './standpoint.ts';
import { type SyntaxState, stateBehind } from './syntaxState.ts';

/**
 * True if a piece of a text is in a string or comment that is content together with it; `undefined` while what follows
 * decides. It is if the text closes the string behind the piece; otherwise the model has ended there.
 */
export function isQuoted(
  { text, isOver }: Said,
  start: number,
  end: number,
  at: Standpoint,
): boolean | undefined {
  return isQuotedIn(
    stateBehind(text.slice(0, start), at.state, at.syntax),
    { text, isOver },
    end,
    at,
  );
}

/** Likewise, where the state before the piece is known. */
export function isQuotedIn(
  { inside, close }: SyntaxState,
  { text, isOver }: Said,
  end: number,
  at: Standpoint,
): boolean | undefined {
  if (inside === 'code') return false;
  const last =
    inside === 'longString' || inside === 'blockComment' ? text.length : lineEnd(text, end);
  const found = close === '' ? firstWord(text, end) : text.indexOf(close, end);
  const isClosed = found !== -1 && found < last;
  if (isClosed) return true;
  if (close !== '' && at.knowsTokens) return true;
  if (last < text.length || isOver) return false;
  return undefined;
}
