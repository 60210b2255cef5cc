/** Sets of characters, as bits of each ASCII code; characters beyond ASCII are in none. */
const LOWER = 1;
const UPPER = 2;
const DIGIT = 4;
const UNDERSCORE = 8;
const DASH = 16;
const BASE64 = 32;
const DOT = 64;
const HEX = 128;
const UPPER_BASE32 = 256;
const PERCENT = 512;
const DOLLAR = 1024;

export const ALNUM = LOWER | UPPER | DIGIT;
/** Of identifiers. */
export const WORD = ALNUM | UNDERSCORE;
/** Of base64url. */
export const URL_SAFE = WORD | DASH;
export const DOTTED = URL_SAFE | DOT;
/** Of base64 with its padding. */
export const PADDED = ALNUM | BASE64;
/** Of base64 in either alphabet, escaped as in a URL or not. */
export const ENCODED = URL_SAFE | BASE64 | PERCENT;
export const DOLLARED = ALNUM | DOLLAR;
export const LOWER_HEX = HEX;
export const UPPER_CASE = UPPER | DIGIT;
export const BASE32 = UPPER_BASE32;

const TABLE = new Uint16Array(128);

function add(bit: number, characters: string): void {
  for (const each of characters) {
    const code = each.charCodeAt(0);
    TABLE[code] = (TABLE[code] ?? 0) | bit;
  }
}
add(LOWER, 'abcdefghijklmnopqrstuvwxyz');
add(UPPER, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
add(DIGIT, '0123456789');
add(UNDERSCORE, '_');
add(DASH, '-');
add(BASE64, '+/=');
add(DOT, '.');
add(HEX, '0123456789abcdef');
add(UPPER_BASE32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567');
add(PERCENT, '%');
add(DOLLAR, '$');

/** True if a character's code is in a set; not for codes beyond ASCII, nor for `NaN` behind a text's end. */
export const isIn = (set: number, code: number): boolean =>
  code < 128 && ((TABLE[code] as number) & set) !== 0;

export const isLower = (code: number): boolean => code >= 97 && code <= 122;
export const isUpper = (code: number): boolean => code >= 65 && code <= 90;
export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Ends of runs of characters in a text. The run found last is kept for each set, and the place found last for each character, so that
 * a scan that only moves on asks for as many as it likes in linear time.
 */
export class Runs {
  readonly #text: string;
  readonly #runs = new Map<number, { start: number; end: number }>();
  readonly #unmarked = new Map<Uint8Array, { start: number; end: number }>();
  readonly #next = new Map<string, { from: number; at: number }>();

  /** Where the value without quotes ended that was judged last; -1 before the first. */
  judgedEnd = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The end of the run of a set's characters that begins at, or goes on from, a place; the place itself where none does. */
  end(set: number, from: number): number {
    const last = this.#runs.get(set);
    if (last !== undefined && from >= last.start && from < last.end) return last.end;
    let end = from;
    while (end < this.#text.length && isIn(set, this.#text.charCodeAt(end))) end++;
    if (end > from) this.#runs.set(set, { start: from, end });
    return end;
  }

  /** The end of the run, from a place on, of characters without the mark that `ends` has for their codes. */
  endBefore(ends: Uint8Array, from: number): number {
    const last = this.#unmarked.get(ends);
    if (last !== undefined && from >= last.start && from < last.end) return last.end;
    let end = from;
    for (; end < this.#text.length; end++) {
      const code = this.#text.charCodeAt(end);
      if (code < 128 && ends[code] === 1) break;
    }
    if (end > from) this.#unmarked.set(ends, { start: from, end });
    return end;
  }

  /** The next place of a character or text; the text's length where there is none. */
  next(wanted: string, from: number): number {
    const last = this.#next.get(wanted);
    if (last !== undefined && from >= last.from && from <= last.at) return last.at;
    const found = this.#text.indexOf(wanted, from);
    const at = found === -1 ? this.#text.length : found;
    this.#next.set(wanted, { from, at });
    return at;
  }
}
