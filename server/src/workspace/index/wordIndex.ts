import { KIND } from '../tokens/tokenKind.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';

/** Words with the same beginning that are looked at. */
const MAX_LOOKED_AT = 4_000;
const FIRST_WORDS = 2 ** 12;

/** A word and how often it stands in the workspace's files. */
export interface Word {
  readonly token: number;
  readonly frequency: number;
}

/** The words of the workspace by their beginnings. */
export class WordIndex {
  readonly #vocabulary: Vocabulary;
  #counts = new Uint32Array(FIRST_WORDS);
  #sorted: Uint32Array | undefined;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
  }

  add(tokens: ArrayLike<number>): void {
    for (let at = 0; at < tokens.length; at++) {
      const token = tokens[at] as number;
      if (token >= this.#counts.length) this.#grow(token);
      this.#counts[token] = (this.#counts[token] as number) + 1;
    }
    this.#sorted = undefined;
  }

  /** Makes it ready to be asked, which takes a moment after words were added. */
  prepare(): Uint32Array {
    this.#sorted ??= this.#sort();
    return this.#sorted;
  }

  /** The most frequent words that begin with a text, at most `count`. */
  beginningWith(text: string, count: number): Word[] {
    const sorted = this.prepare();
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#textAt(sorted, middle) < text) low = middle + 1;
      else high = middle;
    }
    const found: Word[] = [];
    const end = Math.min(sorted.length, low + MAX_LOOKED_AT);
    for (let index = low; index < end && this.#textAt(sorted, index).startsWith(text); index++) {
      const token = sorted[index] as number;
      found.push({ token, frequency: this.#counts[token] as number });
    }
    return found.sort((one, other) => other.frequency - one.frequency).slice(0, count);
  }

  #grow(token: number): void {
    const larger = new Uint32Array(2 ** Math.ceil(Math.log2(token + 1)));
    larger.set(this.#counts);
    this.#counts = larger;
  }

  #textAt(sorted: Uint32Array, index: number): string {
    return this.#vocabulary.textOf(sorted[index] as number);
  }

  #sort(): Uint32Array {
    const words: number[] = [];
    for (let token = 2; token < this.#counts.length; token++) {
      const kind = this.#vocabulary.kindOf(token);
      const isWord = kind === KIND.name || kind === KIND.keyword;
      if (isWord && this.#counts[token] !== 0) words.push(token);
    }
    const textOf = (token: number) => this.#vocabulary.textOf(token);
    return Uint32Array.from(words.sort((one, other) => (textOf(one) < textOf(other) ? -1 : 1)));
  }
}
