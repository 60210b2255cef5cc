/** Many times the longest reply to any command of ours, in bytes and in elements of one list. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_ELEMENTS = 100_000;
/** Lists in lists: replies to scripts have two levels. */
const MAX_DEPTH = 8;
const MAX_DIGITS = 15;
/** Bytes of a number alone on its line: of 64 bits, or the longest that is no integer. The client takes the square of it. */
const MAX_NUMBER = 64;

const CR = 13;
const MINUS = 45;
const ZERO = 48;
const codes = (types: string): ReadonlySet<number> => new Set(Buffer.from(types));
const BULK = codes('$!=');
const LIST = codes('*~>');
const MAP = codes('%');
const LINE = codes('+-:,(');
const NUMBER = codes(':,(');
/** Replies of a fixed length, in bytes behind their type. */
const FIXED: Readonly<Record<string, number>> = { '#': 3, _: 2 };
/** Absent bulk strings and lists, from their minus on: `-1` and the line end. */
const ABSENT_LENGTH = 4;

/** A server of Redis answers with more than any command of ours asks for, or with no reply at all. */
export class ReplyError extends Error {
  constructor() {
    super('A reply of Redis is too large, or none');
    this.name = 'ReplyError';
  }
}

/**
 * Follows the replies of one connection (Redis serialization protocol, versions 2 and 3) as they arrive, without keeping them, and
 * throws `ReplyError` before one is read that is too long, announces too many elements or is nested too deep. After that it begins
 * anew.
 */
export class ReplyMeter {
  #bytes = 0;
  #type = 0;
  #number = 0;
  #digits = 0;
  /** Bytes that belong to the element whatever they are. */
  #skip = 0;
  /** Elements to come of each list that is open. */
  #open: number[] = [];

  push(chunk: Uint8Array): void {
    try {
      for (let at = 0; at < chunk.length; ) {
        const length = this.#step(chunk, at);
        at += length;
        this.#bytes += length;
        if (this.#bytes > MAX_BYTES) throw new ReplyError();
        if (this.#type !== 0 && this.#skip === 0 && this.#isEnd) this.#elementDone();
      }
    } catch (error) {
      this.reset();
      throw error;
    }
  }

  reset(): void {
    this.#bytes = 0;
    this.#open = [];
    this.#begin();
  }

  /** True once only `#skip` bytes are left of an element. */
  #isEnd = false;

  #begin(): void {
    this.#type = 0;
    this.#number = 0;
    this.#digits = 0;
    this.#skip = 0;
    this.#isEnd = false;
  }

  /** Reads on from a place; returns how many bytes were read, one at least. */
  #step(chunk: Uint8Array, at: number): number {
    if (this.#skip > 0) {
      const length = Math.min(this.#skip, chunk.length - at);
      this.#skip -= length;
      return length;
    }
    const byte = chunk[at] ?? 0;
    if (this.#type === 0) this.#typeIs(byte);
    else if (LINE.has(this.#type)) return this.#line(chunk, at);
    else this.#count(byte);
    return 1;
  }

  #typeIs(byte: number): void {
    const fixed = FIXED[String.fromCharCode(byte)];
    const isKnown = BULK.has(byte) || LIST.has(byte) || MAP.has(byte) || LINE.has(byte);
    if (fixed === undefined && !isKnown) throw new ReplyError();
    this.#type = byte;
    if (fixed !== undefined) this.#endAfter(fixed);
  }

  #line(chunk: Uint8Array, at: number): number {
    const end = chunk.indexOf(CR, at);
    this.#digits += (end === -1 ? chunk.length : end) - at;
    if (NUMBER.has(this.#type) && this.#digits > MAX_NUMBER) throw new ReplyError();
    if (end === -1) return chunk.length - at;
    this.#endAfter(1);
    return end + 1 - at;
  }

  /** One byte of the number of bytes or elements. */
  #count(byte: number): void {
    if (byte === MINUS && this.#digits === 0) this.#endAfter(ABSENT_LENGTH - 1);
    else if (byte === CR && this.#digits > 0) this.#counted();
    else {
      const digit = byte - ZERO;
      if (digit < 0 || digit > 9 || ++this.#digits > MAX_DIGITS) throw new ReplyError();
      this.#number = this.#number * 10 + digit;
    }
  }

  #counted(): void {
    if (BULK.has(this.#type)) {
      // The line end of the number, and that of the text.
      this.#endAfter(1 + this.#number + 2);
      if (this.#bytes + this.#number > MAX_BYTES) throw new ReplyError();
      return;
    }
    const elements = MAP.has(this.#type) ? 2 * this.#number : this.#number;
    if (elements > MAX_ELEMENTS || this.#open.length >= MAX_DEPTH) throw new ReplyError();
    if (elements > 0) this.#open.push(elements + 1);
    this.#endAfter(1);
  }

  #endAfter(bytes: number): void {
    this.#skip = bytes;
    this.#isEnd = true;
  }

  /** The head of a list counts as its first element, so that an empty one needs nothing else. */
  #elementDone(): void {
    this.#begin();
    while (this.#open.length > 0) {
      const left = (this.#open.pop() ?? 0) - 1;
      if (left > 0) {
        this.#open.push(left);
        return;
      }
    }
    this.#bytes = 0;
  }
}
