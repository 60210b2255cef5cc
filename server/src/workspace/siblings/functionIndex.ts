import type { Corpus } from '../index/corpus.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import type { Signature, Signatures } from './signature.ts';
import { partsOf } from './wordParts.ts';

/** Most entries, of which a function takes one or two: together half a megabyte. */
export const MAX_ENTRIES = 2 ** 16;
const HASH_BITS = 13;
/** Entries looked at for one function. */
const MAX_WALK = 256;

/**
 * Positions of functions in a corpus, found by the structure of their signatures and a word of their names: 8 bytes an
 * entry. What comes once it is full is left out.
 */
export class FunctionIndex {
  readonly #signatures: Signatures;
  readonly #vocabulary: Vocabulary;
  readonly #shapeOf: (token: number) => number;
  readonly #heads = new Int32Array(2 ** HASH_BITS);
  readonly #next = new Int32Array(new ArrayBuffer(0, { maxByteLength: 4 * MAX_ENTRIES }));
  readonly #openers = new Int32Array(new ArrayBuffer(0, { maxByteLength: 4 * MAX_ENTRIES }));
  #length = 0;

  constructor(signatures: Signatures, vocabulary: Vocabulary, shapeOf: (token: number) => number) {
    this.#signatures = signatures;
    this.#vocabulary = vocabulary;
    this.#shapeOf = shapeOf;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds the functions between two positions of a corpus. */
  add(corpus: Corpus, start: number, end: number): void {
    for (let at = start; at + 1 < end; at++) {
      if (!this.#signatures.isOpener(corpus.tokenAt(at))) continue;
      if (corpus.tokenAt(at + 1) !== Vocabulary.NEWLINE) continue;
      const signature = this.#signatures.endingAt(corpus, at);
      if (signature === undefined) continue;
      for (const slot of this.#slotsOf(corpus, signature)) this.#push(slot, at);
    }
  }

  /** Openers of functions that may be like one, newest first. */
  like(corpus: Corpus, signature: Signature): Set<number> {
    const openers = new Set<number>();
    for (const slot of this.#slotsOf(corpus, signature)) {
      let link = this.#heads[slot] as number;
      for (let walked = 0; link !== 0 && walked < MAX_WALK; walked++) {
        openers.add(this.#openers[link - 1] as number);
        link = this.#next[link - 1] as number;
      }
    }
    return openers;
  }

  clear(): void {
    this.#heads.fill(0);
    this.#length = 0;
  }

  #push(slot: number, opener: number): void {
    if (this.#length === MAX_ENTRIES) return;
    if (this.#length === this.#next.length) {
      const bytes = 4 * Math.min(MAX_ENTRIES, Math.max(1_024, 2 * this.#length));
      for (const { buffer } of [this.#next, this.#openers]) (buffer as ArrayBuffer).resize(bytes);
    }
    this.#openers[this.#length] = opener;
    this.#next[this.#length] = this.#heads[slot] as number;
    this.#heads[slot] = ++this.#length;
  }

  /** By the first word of the name, and by the second of three: what stands for what is named often comes first. */
  #slotsOf(corpus: Corpus, signature: Signature): Set<number> {
    let shape = 0;
    for (const token of this.#signatures.tokensOf(corpus, signature)) {
      shape = Math.imul(shape, 0x2c9277b5) + this.#shapeOf(token);
    }
    const parts = partsOf(this.#vocabulary.textOf(corpus.tokenAt(signature.name)));
    const words = parts.length < 3 ? parts.slice(0, 1) : parts.slice(0, 2);
    return new Set(
      words.map(({ text }, index) => {
        let hash = shape + index;
        for (const unit of text.toLowerCase()) {
          hash = Math.imul(hash ^ (unit.codePointAt(0) as number), 0x01000193);
        }
        return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> (32 - HASH_BITS);
      }),
    );
  }
}
