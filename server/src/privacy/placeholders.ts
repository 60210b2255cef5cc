import { keyedDigest } from '../base/digest.ts';

/**
 * The beginning of each placeholder. Behind it come syllables, letters only, so that it fits into a string, an address or a line of
 * base64, is copied faithfully by models, and is taken for no credential.
 */
export const MARK = 'veiled';
/** Sixteen consonants and four vowels: six bits a syllable, two syllables a word (Wilkerson, “Proquints”, 2009). */
const CONSONANTS = 'bdfghjklmnprstvz';
const VOWELS = 'aiou';
/** Words behind the mark, by the credential's length in UTF-16 units. */
const WORDS: readonly (readonly [mostLength: number, words: number])[] = [
  [32, 3],
  [100, 5],
  [Number.POSITIVE_INFINITY, 8],
];
const NIBBLES_A_WORD = 4;

/** The placeholder of a credential, the same under the same secret; of several tries each has another. */
export function placeholderOf(secret: string, credential: string, attempt: number): string {
  const digest = keyedDigest(secret, ['placeholder', String(attempt), credential]);
  const [, count = 3] = WORDS.find(([most]) => credential.length <= most) ?? [];
  const words = Array.from({ length: count }, (_, index) =>
    wordOf(digest.slice(index * NIBBLES_A_WORD, (index + 1) * NIBBLES_A_WORD)),
  );
  return MARK + words.join('');
}

/** Four hexadecimal digits as two syllables, the first letter a capital. */
function wordOf(digits: string): string {
  const [one = 0, two = 0, three = 0, four = 0] = [...digits].map((digit) =>
    Number.parseInt(digit, 16),
  );
  const letter = (letters: string, index: number) => letters.charAt(index % letters.length);
  const word = `${letter(CONSONANTS, one)}${letter(VOWELS, two)}${letter(CONSONANTS, three)}${letter(VOWELS, four)}`;
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const RUN = /[A-Za-z0-9]+/g;
/** The shortest text that two words of a placeholder make. */
const TWO_WORDS = 8;

/** The mark with two syllables behind it, in whatever case. */
const MARKED = /veiled(?:[b-df-hj-np-tv-z][aiou]){2}/i;

/** The words of letters and digits in a text that are, or resemble, a placeholder. */
export const marksIn = (text: string): string[] =>
  MARKED.test(text) ? (text.match(RUN) ?? []).filter((run) => MARKED.test(run)) : [];

/**
 * True if an answer holds a placeholder that was not in the request, or one that was, changed: `lookalikes` are words of the request that
 * only resemble one.
 */
export function isGarbled(answer: string, parts: Placeholders): boolean {
  const { placeholders } = parts;
  const marks = marksIn(answer);
  const known = new Set(marks.length > 0 ? [...placeholders, ...parts.lookalikes] : []);
  if (marks.some((mark) => !known.has(mark))) return true;
  if (placeholders.length === 0) return false;
  const runs = (answer.match(RUN) ?? []).filter(
    (run) => run.length >= TWO_WORDS && !known.has(run),
  );
  return runs.some((run) => placeholders.some((placeholder) => resembles(run, placeholder)));
}

interface Placeholders {
  readonly placeholders: readonly string[];
  readonly lookalikes: readonly string[];
}

/** True if a word holds two words in a row of a placeholder, in whatever case: the mark was lost or changed. */
function resembles(run: string, placeholder: string): boolean {
  const small = run.toLowerCase();
  const words = placeholder.slice(MARK.length).toLowerCase();
  for (let at = 0; at + TWO_WORDS <= words.length; at += TWO_WORDS / 2) {
    if (small.includes(words.slice(at, at + TWO_WORDS))) return true;
  }
  return false;
}
