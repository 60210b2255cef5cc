/**
 * The work that a body of JSON makes, for parsing, reading and writing it once each: in units of what a number of a list costs, some
 * 50 ns for each of the three. A name is the dearest, where no other object has it: V8 makes a new shape of objects for it.
 */
const [NUMBER, TEXT, CONTAINER, NAME, HALF_PAIR] = [1, 4, 3, 15, 4];
/** A million numbers, 200,000 texts in lists, or 50,000 members of objects: requests of agents have some thousands. */
const MAX_WORK = 1_000_000;
/** Writing costs more the deeper a value is: V8 looks for it in all that it stands in. Schemas of tools are some ten deep. */
const MAX_DEPTH = 200;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
/** Both kinds of brackets, by the bit in which their codes differ: `[` and `{`, `]` and `}`. */
const [OPENER, CLOSER, KIND] = [0x7b, 0x7d, 0x20];
const [U, D, FIRST_OF_HALVES] = [0x75, 0x64, 0x38];

/** Looks at the bytes of a body as they come. One that is no JSON may be anything. */
export class BodyWork {
  #work = 0;
  #depth = 0;
  #isInText = false;
  /** The next byte is escaped, and the piece before it ended. */
  #isEscaped = false;
  #isTooDeep = false;

  get isTooDeep(): boolean {
    return this.#isTooDeep;
  }

  get isTooMuch(): boolean {
    return this.#work > MAX_WORK;
  }

  add(bytes: Uint8Array): void {
    if (this.#isTooDeep || this.isTooMuch) return;
    let [work, depth, isInText] = [this.#work, this.#depth, this.#isInText];
    let at = this.#isEscaped ? 1 : 0;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (isInText) {
        if (byte === BACKSLASH) {
          if (isHalf(bytes, at + 1)) work += HALF_PAIR;
          at++;
        } else if (byte === QUOTE) isInText = false;
      } else if (byte === QUOTE) {
        isInText = true;
        work += TEXT;
      } else if (byte === COMMA) work += NUMBER;
      else if (byte === COLON) work += NAME;
      else if ((byte | KIND) === OPENER) {
        work += CONTAINER;
        if (++depth > MAX_DEPTH) this.#isTooDeep = true;
      } else if ((byte | KIND) === CLOSER) depth--;
    }
    this.#isEscaped = at > bytes.length;
    [this.#work, this.#depth, this.#isInText] = [work, depth, isInText];
  }
}

/** True for an escape of half a character, `\ud800` to `\udfff`: without its other half, writing it takes as long as writing a text. */
const isHalf = (bytes: Uint8Array, at: number): boolean =>
  bytes[at] === U && ((bytes[at + 1] ?? 0) | KIND) === D && (bytes[at + 2] ?? 0) >= FIRST_OF_HALVES;
