import { MAX_GAP, type Sequence } from '../tokens/sequencer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';

/** Contexts are compared over at most this many tokens. */
const MAX_CONTEXT = 16;
/** Memory is taken in steps of this many tokens. */
const STEP_TOKENS = 2 ** 18;
/** The most tokens that links of 24 bits reach. */
export const MAX_CORPUS = 2 ** 24 - 2;
/** Links are positions and one more, so that memory that was never touched means none. */
const NONE = 0;
/** Contexts are hashed as polynomials modulo 2^32 (Karp, Rabin 1987). */
const BASE = 0x2c9277b5;
/** A token and its gap share 32 bits. */
const GAP_BITS = 8;

/** Which places a chain ties together: those preceded by the same `length` tokens, as `of` sees them. */
export interface ChainKind {
  readonly length: number;
  readonly of: (token: number) => number;
}

export const exactly = (length: number): ChainKind => ({ length, of: (token) => token });

/** Places of one kind of context: newest first, as in LZ77 match finders. */
interface Chain {
  readonly kind: ChainKind;
  /** The factor of the oldest token of a context in its hash, for removing the token when it leaves. */
  readonly factor: number;
  readonly heads: Int32Array;
  /** The next older place of each, 24 bits in two parts. */
  readonly low: Uint16Array;
  readonly high: Uint8Array;
}

/**
 * Token sequences in which places that follow a given context are found fast, by one chain for each kind of context.
 * Takes 4 bytes a token plus 3 for each chain.
 */
export class Corpus {
  readonly #chains: readonly Chain[];
  readonly #capacity: number;
  readonly #shift: number;
  readonly #packed: Int32Array;
  #length = 0;
  /** Where the last sequence began. */
  #start = 0;

  /**
   * `hashBits` sizes the tables of chain heads; `capacity` is the most tokens it will ever hold, separators included.
   * Memory grows in place as it fills.
   */
  constructor(kinds: readonly ChainKind[], hashBits: number, capacity: number) {
    this.#capacity = Math.min(capacity, MAX_CORPUS);
    this.#shift = 32 - hashBits;
    this.#chains = kinds.map((kind) => ({
      kind,
      factor: power(BASE, kind.length),
      heads: new Int32Array(2 ** hashBits),
      low: new Uint16Array(growable(this.#capacity, 2)),
      high: new Uint8Array(growable(this.#capacity, 1)),
    }));
    this.#packed = new Int32Array(growable(this.#capacity, 4));
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a sequence behind all others; returns the position of its first token, or -1 if it is full. */
  append(sequence: Sequence): number {
    if (this.#length + sequence.tokens.length + 1 > this.#capacity) return -1;
    this.#reserve(this.#length + 1);
    this.#packed[this.#length++] = pack(Vocabulary.END, 0);
    this.#start = this.#length;
    this.extend(sequence);
    return this.#start;
  }

  /** Makes the last sequence longer; `false` if it is full. */
  extend({ tokens, gaps }: Sequence): boolean {
    if (this.#length + tokens.length > this.#capacity) return false;
    const from = this.#length;
    this.#reserve(from + tokens.length);
    for (let index = 0; index < tokens.length; index++) {
      this.#packed[this.#length++] = pack(tokens[index] as number, gaps[index] as number);
    }
    for (const chain of this.#chains) this.#link(chain, from);
    return true;
  }

  /** Keeps some sequences, in their order, and nothing else; the memory stays for what comes. Returns where they begin. */
  retain(kept: readonly { readonly start: number; readonly end: number }[]): number[] {
    for (const { heads } of this.#chains) heads.fill(NONE);
    this.#length = 0;
    return kept.map(({ start, end }) => {
      this.#packed[this.#length++] = pack(Vocabulary.END, 0);
      this.#start = this.#length;
      this.#packed.copyWithin(this.#length, start, end);
      this.#length += end - start;
      for (const chain of this.#chains) this.#link(chain, this.#start);
      return this.#start;
    });
  }

  /** Takes the end of the last sequence away again. */
  truncate(length: number): void {
    for (let position = this.#length - 1; position >= length; position--) {
      for (const chain of this.#chains) {
        if (isEverywhere(chain) || position - this.#start < chain.kind.length) continue;
        chain.heads[this.#slotOf(this.#hashBefore(position, chain.kind))] = linkOf(chain, position);
      }
    }
    this.#length = length;
  }

  tokenAt(position: number): number {
    return (this.#packed[position] as number) >>> GAP_BITS;
  }

  gapAt(position: number): number {
    return ((this.#packed[position] as number) & (2 ** GAP_BITS - 1)) - MAX_GAP;
  }

  /** Newest position whose preceding tokens hash as the context's last ones do, or -1. */
  first(chainIndex: number, context: readonly number[]): number {
    const chain = this.#chains[chainIndex];
    if (chain === undefined || context.length < chain.kind.length) return -1;
    const { length, of } = chain.kind;
    // After no context at all is everywhere.
    if (length === 0) return this.#length - 1;
    let hash = 0;
    for (let back = length; back > 0; back--) {
      hash = Math.imul(hash, BASE) + of(context[context.length - back] as number);
    }
    return (chain.heads[this.#slotOf(hash)] as number) - 1;
  }

  /** The next older position of the same chain, or -1. */
  next(chainIndex: number, position: number): number {
    const chain = this.#chains[chainIndex] as Chain;
    return chain.kind.length === 0 ? position - 1 : linkOf(chain, position) - 1;
  }

  /** How many tokens before `position` equal the context's last ones, at most `MAX_CONTEXT`. */
  matchLength(position: number, context: readonly number[]): number {
    const end = context.length;
    const most = Math.min(MAX_CONTEXT, end, position);
    let length = 0;
    while (length < most && this.tokenAt(position - 1 - length) === context[end - 1 - length]) {
      length++;
    }
    return length;
  }

  /** Puts all positions from one on into a chain; the hash of each context rolls on from that of the one before. */
  #link(chain: Chain, from: number): void {
    const { kind, heads } = chain;
    const { length, of } = kind;
    if (isEverywhere(chain)) return;
    const first = Math.max(from, this.#start + length);
    for (let at = from; at < Math.min(first, this.#length); at++) setLink(chain, at, NONE);
    if (first >= this.#length) return;
    let hash = this.#hashBefore(first, kind);
    for (let at = first; at < this.#length; at++) {
      const slot = this.#slotOf(hash);
      setLink(chain, at, heads[slot] as number);
      heads[slot] = at + 1;
      const gone = Math.imul(of(this.tokenAt(at - length)), chain.factor);
      hash = Math.imul(hash, BASE) + of(this.tokenAt(at)) - gone;
    }
  }

  #hashBefore(position: number, { length, of }: ChainKind): number {
    let hash = 0;
    for (let at = position - length; at < position; at++) {
      hash = Math.imul(hash, BASE) + of(this.tokenAt(at));
    }
    return hash;
  }

  /** Multiplicative hashing (Knuth, TAOCP 3, §6.4). */
  #slotOf(hash: number): number {
    return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> this.#shift;
  }

  #reserve(length: number): void {
    if (length <= this.#packed.length) return;
    const grown = Math.min(this.#capacity, Math.ceil(length / STEP_TOKENS) * STEP_TOKENS);
    const arrays = this.#chains.flatMap(({ low, high }) => [low, high]);
    for (const array of [this.#packed, ...arrays]) {
      (array.buffer as ArrayBuffer).resize(grown * array.BYTES_PER_ELEMENT);
    }
  }
}

const isEverywhere = ({ kind }: Chain): boolean => kind.length === 0;

const pack = (token: number, gap: number): number => (token << GAP_BITS) | (gap + MAX_GAP);

const linkOf = ({ low, high }: Chain, position: number): number =>
  (low[position] as number) | ((high[position] as number) << 16);

function setLink({ low, high }: Chain, position: number, to: number): void {
  low[position] = to;
  high[position] = to >>> 16;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let count = 0; count < exponent; count++) result = Math.imul(result, base);
  return result;
}

/** Empty, but able to grow in place: address space is reserved, memory is not. */
const growable = (capacity: number, bytes: number): ArrayBuffer =>
  new ArrayBuffer(0, { maxByteLength: capacity * bytes });
