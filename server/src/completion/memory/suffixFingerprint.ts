import type { LiveDocument } from '../../documents/liveDocument.ts';

const TOKENS = 50;
/** Enough text for that many tokens, usually. */
const LENGTH = 400;
/** Share of the tokens that may have been edited. */
const TOLERANCE = 0.1;
/** A short comment is no other text, however little stands there. */
const LEAST_CHANGED = 3;
const TOKEN = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu;
/** Closers that an editor adds below by itself when a bracket is opened above. */
const CLOSERS = /^[)\]}>,;]$/;

/** The text below a place when a suggestion was asked for there. */
export interface SuffixFingerprint {
  readonly text: string;
}

/** The text below the cursor's line, as far as it matters to what stands above it. */
export const fingerprintSuffix = (document: LiveDocument, line: number): SuffixFingerprint => ({
  // A slice would keep the whole document it was cut from alive.
  text: Buffer.from(document.textBelow(line, LENGTH)).toString(),
});

/**
 * True if the text below is the same as then, except for an edit: the first token is the same, and of the first 50 no more
 * than a tenth changed, or three where there are more. Closing brackets at the start do not count: an editor puts them
 * there. A suggestion on screen already (`isOnScreen`) does not go because of a comment below, however little is there.
 */
export function isSameSuffix(
  now: SuffixFingerprint,
  then: SuffixFingerprint,
  isOnScreen = false,
): boolean {
  if (now.text === then.text) return true;
  const behindClosers = areAlike(now, then, tokensOf, isOnScreen);
  // On screen nothing was put below meanwhile but by an edit: closing brackets count, or a comment among them would not.
  return behindClosers || (isOnScreen && areAlike(now, then, allTokens, true));
}

function areAlike(
  now: SuffixFingerprint,
  then: SuffixFingerprint,
  read: (text: string) => string[],
  isOnScreen: boolean,
): boolean {
  const [ours, theirs] = [read(now.text), read(then.text)];
  const most = Math.max(ours.length, theirs.length);
  const isLittle = ours.length === 0 || theirs.length === 0;
  if (!isOnScreen && (isLittle || ours[0] !== theirs[0])) return most === 0;
  const least = isOnScreen ? LEAST_CHANGED : Math.min(LEAST_CHANGED, most - 2);
  const areCut = isCut(now.text, ours) && isCut(then.text, theirs);
  return distance(ours, theirs, areCut) <= Math.max(least, Math.floor(most * TOLERANCE));
}

function allTokens(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  // The last one may go on behind the cut.
  if (text.length >= LENGTH) tokens.pop();
  return tokens.slice(0, TOKENS);
}

function tokensOf(text: string): string[] {
  const tokens = text.match(TOKEN) ?? [];
  if (text.length >= LENGTH) tokens.pop();
  const start = tokens.findIndex((token) => !CLOSERS.test(token));
  return start === -1 ? [] : tokens.slice(start, start + TOKENS);
}

/** True if there was more: tokens that come in then push the last ones out. */
const isCut = (text: string, tokens: readonly string[]): boolean =>
  text.length >= LENGTH || tokens.length === TOKENS;

/**
 * Edit distance of two lists (Wagner, Fischer 1974). Of lists that were cut the last tokens do not count that were pushed
 * out by ones that came in.
 */
function distance(one: readonly string[], other: readonly string[], areCut: boolean): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  const lastColumn = [other.length];
  for (const [index, token] of one.entries()) {
    const next = [index + 1];
    for (const [column, theirs] of other.entries()) {
      const replaced = (row[column] as number) + (token === theirs ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] as number) + 1, (next[column] as number) + 1));
    }
    row = next;
    lastColumn.push(row.at(-1) as number);
  }
  return areCut ? Math.min(...row, ...lastColumn) : (row.at(-1) as number);
}
