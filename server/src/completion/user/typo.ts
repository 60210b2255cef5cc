import type { LiveDocument } from '../../documents/liveDocument.ts';
import type { Cursor } from '../cursor.ts';
import { agreedWith, type Shown, typedSince } from './shown.ts';

/** A character of a script that parts its words, or of a name. */
const LETTER = /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}_$]$/u;
const WORD = /(?<![\p{L}\p{N}_$])[\p{L}\p{N}_$]+$/u;
const IN_WORD = /[\p{L}\p{N}_$]/u;
/** Characters of a suggestion, about a line, after which users who have typed them know that it says what they want. */
const TRUSTED_AFTER = 40;
/** A shorter document has not used most of its words yet. */
const LEAST_LENGTH = 2_000;

/**
 * True if the one letter typed that differs from the suggestion shown is almost certainly a typo, to be deleted with the
 * next key: the suggestion had been right for long, or no word in the document or the suggestion begins with the letters
 * typed. (In the replay's traces 96 of 100 letters of the second kind are typos, and 3 of 100 that continue a known word of
 * two letters or more.)
 */
export function isLikelyTypo(shown: Shown, cursor: Cursor): boolean {
  const typed = typedSince(shown, cursor);
  if (typed === undefined || !LETTER.test(typed) || shown.text.startsWith(typed)) return false;
  if (agreedWith(shown) >= TRUSTED_AFTER) return true;
  const word = WORD.exec(cursor.linePrefix)?.[0] ?? '';
  const { document, position } = cursor;
  if (document.length < LEAST_LENGTH || beginsWordIn(shown.suggestion.text, word)) return false;
  return !isBegunElsewhere(document, position.line, cursor.linePrefix.slice(0, -word.length), word);
}

function isBegunElsewhere(
  { lines }: LiveDocument,
  cursorLine: number,
  linePrefix: string,
  word: string,
): boolean {
  if (beginsWordIn(linePrefix, word)) return true;
  return lines.some((line, index) => index !== cursorLine && beginsWordIn(line, word));
}

function beginsWordIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !IN_WORD.test(text.charAt(at - 1))) return true;
  }
  return false;
}
