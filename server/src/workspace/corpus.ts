import { Vocabulary } from './vocabulary.ts';

/** Contexts are compared over at most this many tokens. */
export const MAX_CONTEXT = 16;
/** Memory is taken in steps of this many tokens. */
const STEP_TOKENS = 2 ** 18;

/** Tokens in order with the white space before each (for a line's first token: change of indentation). */
export interface Sequence {
  readonly tokens: ArrayLike<number>;
  readonly gaps: ArrayLike<number>;
}

/**
 * Token sequences in which places that follow a given context are found fast: for each order k, all
 * positions preceded by the same k tokens form a chain, newest first, as in LZ77 match finders. Takes
 * 5 bytes a token plus 4 for each order.
 */
export class Corpus {
  readonly orders: readonly number[];
  readonly #capacity: number;
  readonly #heads: readonly Int32Array[];
  readonly #mask: number;
  readonly #previous: readonly Int32Array[];
  readonly #tokens: Int32Array;
  readonly #gaps: Int8Array;
  #length = 0;

  /**
   * `orders` are context lengths, longest first; `hashBits` sizes the table of chain heads; `capacity`
   * is the most tokens it will ever hold, separators included. Memory grows in place as it fills.
   */
  constructor(orders: readonly number[], hashBits: number, capacity: number) {
    this.orders = orders;
    this.#capacity = capacity;
    this.#mask = 2 ** hashBits - 1;
    this.#heads = orders.map(() => new Int32Array(2 ** hashBits).fill(-1));
    this.#previous = orders.map(() => new Int32Array(growable(capacity, 4)));
    this.#tokens = new Int32Array(growable(capacity, 4));
    this.#gaps = new Int8Array(growable(capacity, 1));
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a sequence behind all others; returns the position of its first token, or -1 if it is full. */
  append({ tokens, gaps }: Sequence): number {
    if (this.#length + tokens.length + 1 > this.#capacity) return -1;
    this.#reserve(this.#length + tokens.length + 1);
    const start = this.#length + 1;
    this.#tokens[this.#length++] = Vocabulary.END;
    for (let index = 0; index < tokens.length; index++) {
      const position = this.#length++;
      this.#tokens[position] = tokens[index] ?? 0;
      this.#gaps[position] = gaps[index] ?? 0;
      this.#link(position, index);
    }
    return start;
  }

  tokenAt(position: number): number {
    return this.#tokens[position] ?? Vocabulary.END;
  }

  gapAt(position: number): number {
    return this.#gaps[position] ?? 0;
  }

  /** Newest position whose preceding tokens hash as the context's last `orders[order]`, or -1. */
  first(order: number, context: ArrayLike<number>): number {
    const length = this.orders[order] ?? 0;
    if (context.length < length) return -1;
    let hash = 0;
    for (let back = length; back > 0; back--) {
      hash = mix(hash, context[context.length - back] ?? 0);
    }
    return this.#heads[order]?.[hash & this.#mask] ?? -1;
  }

  /** The next older position of the same chain, or -1. */
  next(order: number, position: number): number {
    return this.#previous[order]?.[position] ?? -1;
  }

  /** How many tokens before `position` equal the context's last ones, at most `MAX_CONTEXT`. */
  matchLength(position: number, context: ArrayLike<number>): number {
    const most = Math.min(MAX_CONTEXT, context.length, position);
    const end = context.length;
    let length = 0;
    while (length < most && this.#tokens[position - 1 - length] === context[end - 1 - length]) {
      length++;
    }
    return length;
  }

  #link(position: number, index: number): void {
    for (let order = 0; order < this.orders.length; order++) {
      const length = this.orders[order] ?? 0;
      const heads = this.#heads[order];
      const previous = this.#previous[order];
      if (heads === undefined || previous === undefined) continue;
      previous[position] = -1;
      if (index < length) continue;
      let hash = 0;
      for (let at = position - length; at < position; at++) {
        hash = mix(hash, this.#tokens[at] ?? 0);
      }
      previous[position] = heads[hash & this.#mask] ?? -1;
      heads[hash & this.#mask] = position;
    }
  }

  #reserve(length: number): void {
    if (length <= this.#tokens.length) return;
    const grown = Math.min(this.#capacity, Math.ceil(length / STEP_TOKENS) * STEP_TOKENS);
    for (const array of [this.#tokens, this.#gaps, ...this.#previous]) {
      (array.buffer as ArrayBuffer).resize(grown * array.BYTES_PER_ELEMENT);
    }
  }
}

/** Empty, but able to grow in place: address space is reserved, memory is not. */
const growable = (capacity: number, bytes: number): ArrayBuffer =>
  new ArrayBuffer(0, { maxByteLength: capacity * bytes });

/** One step of a multiplicative hash over 32 bits (Knuth, TAOCP 3, §6.4). */
const mix = (hash: number, token: number): number => {
  const mixed = Math.imul(hash ^ token, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
};
