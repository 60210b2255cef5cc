import { controlTokens } from './controlTokens.ts';
import { countOf, shared } from './line.ts';

/**
 * Characters that nobody sees: control characters, bidi overrides, zero width, white space other than blank
 * and tab, lone surrogates, fillers, variation selectors but the two of emoji; and the sign for what could
 * not be decoded.
 */
const UNSEEN =
  /\p{Cc}|\p{Cf}|\p{Z}|\p{Cs}|\u034f|\u115f|\u1160|\u3164|\uffa0|\ufffd|[\ufe00-\ufe0d]|[\u{e0100}-\u{e01ef}]/gu;
const PLAIN = new Set([' ', '\t', '\n']);

/** True if a text holds unseen characters or control tokens that the other one has not, or more of them. */
export function hidesMore(now: string, old: string, languageId: string): boolean {
  return (
    isMore(unseenIn(now), unseenIn(old)) ||
    isMore(controlTokens(now, languageId), controlTokens(old, languageId))
  );
}

const unseenIn = (text: string): string[] =>
  (text.match(UNSEEN) ?? []).filter((character) => !PLAIN.has(character));

const isMore = (now: readonly string[], old: readonly string[]): boolean =>
  shared(countOf(now), countOf(old)) < now.length;
