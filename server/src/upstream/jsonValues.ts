import { EventTooLongError } from './lines.ts';

/**
 * Finds whole JSON values in a text that comes in pieces: one object over many lines, or one on each line (NDJSON). Linear;
 * nothing is parsed. What stands between values and is none of them is left to the caller.
 */
export class JsonValues {
  readonly #maxLength: number;
  /** The pieces of a value that has no end yet: put together once, for long ones come in thousands. */
  #pieces: string[] = [];
  #length = 0;
  /** The next character is escaped, and the piece before it ended. */
  #isEscaped = false;
  #depth = 0;
  #isInString = false;

  /** A value of more than so many characters throws `EventTooLongError`. */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  push(text: string): string[] {
    const values: string[] = [];
    let start = 0;
    let at = this.#isEscaped && text !== '' ? 1 : 0;
    if (text !== '') this.#isEscaped = false;
    for (; at < text.length; at++) {
      const character = text.charCodeAt(at);
      if (this.#isInString) {
        if (character === BACKSLASH) at++;
        else if (character === QUOTE) this.#isInString = false;
      } else if (character === QUOTE) this.#isInString = true;
      else if (character === BRACE || character === BRACKET) this.#depth++;
      else if (character === END_BRACE || character === END_BRACKET) {
        if (--this.#depth > 0) continue;
        values.push(this.#taken(text.slice(start, at + 1)));
        start = at + 1;
        this.#depth = 0;
      }
    }
    this.#isEscaped ||= at > text.length;
    this.#keep(text.slice(start));
    return values;
  }

  /** Returns the rest: a value that has no end, or no value. */
  end(): string[] {
    const rest = this.#taken('');
    return rest === '' ? [] : [rest];
  }

  #keep(piece: string): void {
    if (piece === '') return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > this.#maxLength) throw new EventTooLongError();
  }

  #taken(last: string): string {
    const whole = this.#pieces.join('') + last;
    this.#pieces = [];
    this.#length = 0;
    return whole.trim();
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BRACE = 0x7b;
const END_BRACE = 0x7d;
const BRACKET = 0x5b;
const END_BRACKET = 0x5d;
