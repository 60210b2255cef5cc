import { EventTooLongError } from './lines.ts';

/**
 * Finds whole JSON values in a text that comes in pieces: one object over many lines, or one on each line (NDJSON). Linear;
 * nothing is parsed. What stands between values and is none of them is left to the caller.
 */
export class JsonValues {
  readonly #maxLength: number;
  #text = '';
  #at = 0;
  #depth = 0;
  #isInString = false;

  /** A value of more than so many characters throws `EventTooLongError`. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  push(text: string): string[] {
    this.#text += text;
    const values: string[] = [];
    let start = 0;
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text.charCodeAt(this.#at);
      if (this.#isInString) this.#inString(character);
      else if (character === QUOTE) this.#isInString = true;
      else if (character === BRACE || character === BRACKET) this.#depth++;
      else if (character === END_BRACE || character === END_BRACKET) this.#depth--;
      const isEnd = this.#depth <= 0 && (character === END_BRACE || character === END_BRACKET);
      if (!isEnd || this.#isInString) continue;
      values.push(this.#text.slice(start, this.#at + 1).trim());
      start = this.#at + 1;
      this.#depth = 0;
    }
    this.#text = this.#text.slice(start);
    this.#at -= start;
    if (this.#text.length > this.#maxLength) throw new EventTooLongError();
    return values;
  }

  /** Returns the rest: a value that has no end, or no value. */
  end(): string[] {
    const rest = this.#text.trim();
    this.#text = '';
    this.#at = 0;
    return rest === '' ? [] : [rest];
  }

  #inString(character: number): void {
    if (character === BACKSLASH) this.#at++;
    else if (character === QUOTE) this.#isInString = false;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const END_BRACE = 0x7d;
const BRACKET = 0x5b;
const END_BRACKET = 0x5d;
