import type { Sequence } from '../tokens/sequencer.ts';
import { type ChainKind, Corpus, MAX_CORPUS } from './corpus.ts';

/** Positions of one text's tokens. */
interface Span {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** A small corpus may hold so much that has been replaced before it is made anew. */
const LEAST_DEAD = 2 ** 16;

/** Named texts in one corpus. A text that is learnt again takes the place of what it was before. */
export class TextCorpus {
  readonly #uris = new Set<string>();
  readonly #corpus: Corpus;
  /** In the order of their positions, those that were replaced included. */
  #spans: (Span | undefined)[] = [];
  #starts: number[] = [];
  #dead = 0;
  #lastText = 0;

  constructor(kinds: readonly ChainKind[], hashBits: number) {
    this.#corpus = new Corpus(kinds, hashBits, MAX_CORPUS);
  }

  get corpus(): Corpus {
    return this.#corpus;
  }

  get size(): number {
    return this.#uris.size;
  }

  /** How many tokens the texts that are there hold. */
  get tokens(): number {
    return this.#corpus.length - this.#dead;
  }

  /** The texts by their numbers; `undefined` for those that were replaced. */
  get uris(): readonly (string | undefined)[] {
    return this.#spans.map((span) => span?.uri);
  }

  has(uri: string): boolean {
    return this.#uris.has(uri);
  }

  /** `false` when there is no room for it. */
  add(uri: string, sequence: Sequence): boolean {
    this.remove(uri);
    const start = this.#corpus.append(sequence);
    if (start === -1) return false;
    this.#spans.push({ uri, start, end: this.#corpus.length });
    this.#starts.push(start);
    this.#uris.add(uri);
    return true;
  }

  /** Makes the text that was added last longer; `false` when there is no room. */
  extend(sequence: Sequence): boolean {
    const last = this.#spans.pop();
    if (last === undefined) return false;
    const isExtended = this.#corpus.extend(sequence);
    this.#spans.push({ ...last, end: this.#corpus.length });
    return isExtended;
  }

  remove(uri: string): void {
    if (!this.#uris.delete(uri)) return;
    const index = this.#spans.findIndex((span) => span?.uri === uri);
    const span = this.#spans[index];
    if (span === undefined) return;
    this.#dead += span.end - span.start;
    this.#spans[index] = undefined;
    if (this.#dead > LEAST_DEAD && 2 * this.#dead > this.#corpus.length) this.#compact();
  }

  /** The tokens of a text by its number; none of one that was replaced. */
  tokensOf(text: number): Sequence {
    const span = this.#spans[text];
    const length = span === undefined ? 0 : span.end - span.start;
    const [tokens, gaps] = [new Int32Array(length), new Int32Array(length)];
    for (let at = 0; at < length; at++) {
      tokens[at] = this.#corpus.tokenAt((span?.start ?? 0) + at);
      gaps[at] = this.#corpus.gapAt((span?.start ?? 0) + at);
    }
    return { tokens, gaps, indent: 0 };
  }

  /** The oldest text that is there. */
  oldest(): string | undefined {
    return this.#spans.find((span) => span !== undefined)?.uri;
  }

  clear(): void {
    this.#corpus.retain([]);
    [this.#spans, this.#starts, this.#dead, this.#lastText] = [[], [], 0, 0];
    this.#uris.clear();
  }

  /** The number of the text that holds a position; neighbours are asked for one after the other. */
  textAt(position: number): number {
    const start = this.#starts[this.#lastText] ?? Number.POSITIVE_INFINITY;
    const next = this.#starts[this.#lastText + 1] ?? Number.POSITIVE_INFINITY;
    if (position < start || position >= next) this.#lastText = this.#search(position);
    return this.#lastText;
  }

  #search(position: number): number {
    let low = 0;
    for (let high = this.#starts.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #compact(): void {
    const kept = this.#spans.filter((span) => span !== undefined);
    this.#starts = this.#corpus.retain(kept);
    this.#dead = 0;
    this.#lastText = 0;
    this.#spans = kept.map(({ uri, start, end }, index) => {
      const moved = this.#starts[index] as number;
      return { uri, start: moved, end: moved + end - start };
    });
  }
}
