import type { Prediction, PredictionQuery } from '../domain/predictor.ts';
import { inShape, shapeOf } from './alignment.ts';
import { Corpus, exactly, MAX_CORPUS } from './corpus.ts';
import { NEARNESS, type Source } from './evidence.ts';
import { type ExtendOptions, extend, type Knowledge } from './extend.ts';
import { nearTo } from './nearFiles.ts';
import type { Weights } from './network.ts';
import { NETWORK_WEIGHTS } from './networkWeights.ts';
import { OpenFile } from './openFile.ts';
import type { Place } from './place.ts';
import { Sequencer } from './sequencer.ts';
import { Vocabulary } from './vocabulary.ts';
import { WordIndex } from './wordIndex.ts';

/** Context lengths that are indexed in the workspace's files. */
const EXACT = [5, 2];
const HASH_BITS = 20;
const DOCUMENT_HASH_BITS = 12;
/** Open documents kept in their newest state. */
const MAX_DOCUMENTS = 32;
/** Distinct lines of open files kept tokenized between queries. */
const REMEMBERED_LINES = 20_000;
/** Nine of ten first tokens are to be right, three of four whole texts: see `npm run train` for how sure that is. */
const THRESHOLDS: Thresholds = { leastFirst: 0.87, leastJoint: 0.38 };
/** Shorter proposals are not worth the eye's movement, in characters other than white space. */
const MIN_LENGTH = 3;

/** How sure a proposal must be. */
type Thresholds = Pick<ExtendOptions, 'leastFirst' | 'leastJoint'>;

/** Positions of one file's tokens in the corpus. */
interface Span {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Predicts what a user is about to type from what stands elsewhere: in the open file first, in files near it, then in
 * the rest of the workspace. A nested cache model after Hellendoorn and Devanbu ("Are deep neural networks the best choice
 * for modeling source code?", FSE 2017), with longest matches found by hash chains, repeated structures copied under
 * other names, and a small learnt network in place of fixed mixing.
 */
export class WorkspaceModel {
  readonly #weights: Weights;
  readonly #vocabulary = new Vocabulary();
  readonly #files = new Sequencer(this.#vocabulary, 0);
  readonly #open = new Sequencer(this.#vocabulary, REMEMBERED_LINES);
  readonly #openFile = new OpenFile(this.#vocabulary, this.#open);
  readonly #words = new WordIndex(this.#vocabulary);
  readonly #shapeOf = shapeOf(this.#vocabulary);
  readonly #corpus = new Corpus(EXACT.map(exactly), HASH_BITS, MAX_CORPUS);
  readonly #spans: Span[] = [];
  readonly #uris = new Set<string>();
  /** Open documents, each newer than what the files say of it. */
  readonly #documents = new Map<string, Corpus>();
  /** How near each span is to the file that was asked for last. */
  #nearness: { readonly of: string; readonly values: Int8Array } | undefined;

  constructor(weights: Weights = NETWORK_WEIGHTS) {
    this.#weights = weights;
  }

  get files(): number {
    return this.#spans.length;
  }

  get tokens(): number {
    return this.#corpus.length;
  }

  /** Learns a file of the workspace; each only once. */
  learnFile(uri: string, text: string): void {
    if (this.#uris.has(uri)) return;
    const sequence = this.#files.sequence(text);
    const start = this.#corpus.append(sequence);
    if (start === -1) return;
    this.#uris.add(uri);
    this.#spans.push({ uri, start, end: this.#corpus.length });
    this.#words.add(sequence.tokens);
    this.#nearness = undefined;
  }

  /** Makes what was learnt ready, so that the first query does not have to. */
  prepare(): void {
    this.#words.prepare();
  }

  /** Learns the state of an open document in place of what was known of it. */
  learnDocument(uri: string, text: string): void {
    this.#documents.delete(uri);
    const sequence = this.#open.sequence(text);
    const kinds = [...EXACT.map(exactly), inShape(this.#vocabulary)];
    const corpus = new Corpus(kinds, DOCUMENT_HASH_BITS, sequence.tokens.length + 1);
    corpus.append(sequence);
    this.#documents.set(uri, corpus);
    const [oldest] = this.#documents.keys();
    if (this.#documents.size > MAX_DOCUMENTS && oldest !== undefined) {
      this.#documents.delete(oldest);
    }
    this.#nearness = undefined;
  }

  /** What likely follows, if it is likely enough. */
  predict(query: PredictionQuery, thresholds = THRESHOLDS): Prediction | undefined {
    const { place, knowledge } = this.at(query);
    const indentCharacter = /(?:^|\n)\t/.test(query.prefix) ? '\t' : ' ';
    const options = { ...thresholds, maxLines: query.maxLines, indentCharacter } as const;
    const { text, confidence } = extend(place, knowledge, this.#weights, options);
    return text.replace(/\s/g, '').length < MIN_LENGTH ? undefined : { text, confidence };
  }

  /** The place of a query and what is known there; also what the trainer looks at. */
  at({ uri, prefix, suffix }: PredictionQuery): { place: Place; knowledge: Knowledge } {
    const place = this.#openFile.placeAt(uri, prefix, suffix);
    const sources = [this.#openFile.source, ...this.#otherDocuments(uri), this.#filesSource(uri, prefix)];
    const [vocabulary, words] = [this.#vocabulary, this.#words];
    return { place, knowledge: { sources, vocabulary, words, shapeOf: this.#shapeOf } };
  }

  #otherDocuments(uri: string): Source[] {
    return [...this.#documents].flatMap(([each, corpus]) =>
      each === uri
        ? []
        : [{ corpus, exact: CHAINS, shape: EXACT.length, nearnessOf: () => NEARNESS.near }],
    );
  }

  #filesSource(uri: string, prefix: string): Source {
    const values = this.#nearnessTo(uri, prefix);
    return {
      corpus: this.#corpus,
      exact: CHAINS,
      shape: undefined,
      nearnessOf: (position) => values[this.#spanAt(position)] ?? NEARNESS.far,
    };
  }

  /** Of each span; -1 for those that open documents, or the file itself, have replaced. */
  #nearnessTo(uri: string, prefix: string): Int8Array {
    if (this.#nearness?.of === uri) return this.#nearness.values;
    const isNear = nearTo(uri, prefix);
    const values = Int8Array.from(this.#spans, (span) => {
      if (span.uri === uri || this.#documents.has(span.uri)) return -1;
      return isNear(span.uri) ? NEARNESS.near : NEARNESS.far;
    });
    this.#nearness = { of: uri, values };
    return values;
  }

  /** The index of the last span that begins at or before a position. */
  #spanAt(position: number): number {
    let low = 0;
    for (let high = this.#spans.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((this.#spans[middle] as Span).start <= position) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

const CHAINS = EXACT.map((length, chain) => ({ chain, length }));
