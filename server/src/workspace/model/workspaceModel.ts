import type { Prediction, PredictionQuery } from '../../domain/predictor.ts';
import { inShape, shapeOf } from '../index/alignment.ts';
import { exactly } from '../index/corpus.ts';
import { NEARNESS, type Source } from '../index/evidence.ts';
import { nearTo } from '../index/nearFiles.ts';
import { TextCorpus } from '../index/textCorpus.ts';
import { usefulness } from '../index/usefulness.ts';
import { WordIndex } from '../index/wordIndex.ts';
import { SiblingBodies } from '../siblings/siblingBodies.ts';
import { Sequencer } from '../tokens/sequencer.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';
import { type ExtendOptions, extend } from './extend.ts';
import type { Weights } from './network.ts';
import { NETWORK_WEIGHTS } from './networkWeights.ts';
import { OpenFile } from './openFile.ts';

/** Context lengths that are indexed in the workspace's files. */
const EXACT = [5, 2];
const HASH_BITS = 19;
const DOCUMENT_HASH_BITS = 15;
/** Open documents are kept in their newest state, the latest ones, while they hold fewer tokens together. */
const MAX_DOCUMENT_TOKENS = 300_000;
/** Characters of a document that are learnt at once: about two milliseconds. */
const STEP_LENGTH = 16_000;
/** Distinct lines of open files kept tokenized between queries. */
const REMEMBERED_LINES = 3_000;
/**
 * Nine of ten first tokens are to be right, three of four whole texts: see docs/adr/0004 for how they were chosen, and for
 * figures of files that had no part in it.
 */
const THRESHOLDS: Thresholds = { leastFirst: 0.87, leastJoint: 0.52 };
/** Shorter proposals are not worth the eye's movement, in characters other than white space. */
const MIN_LENGTH = 3;

/** How sure a proposal must be. */
type Thresholds = Pick<ExtendOptions, 'leastFirst' | 'leastJoint'>;

/** Of each text of a corpus, how near it is to one file; -1 where it is not to be copied from. */
interface Surroundings {
  readonly of: string;
  readonly files: Int8Array;
  readonly documents: Int8Array;
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
  readonly #corpus = new TextCorpus(EXACT.map(exactly), HASH_BITS);
  /** Open documents, each newer than what the files say of it. */
  readonly #documents = new TextCorpus(
    [...EXACT.map(exactly), inShape(this.#vocabulary)],
    DOCUMENT_HASH_BITS,
  );
  readonly #siblings = new SiblingBodies(this.#vocabulary, this.#shapeOf);
  /** Files that were learnt and must not be copied from any more. */
  readonly #goneFiles = new Set<string>();
  readonly #goneDocuments = new Set<string>();
  #surroundings: Surroundings | undefined;

  constructor(weights: Weights = NETWORK_WEIGHTS) {
    this.#weights = weights;
  }

  get files(): number {
    return this.#corpus.size;
  }

  get tokens(): number {
    return this.#corpus.corpus.length;
  }

  /** How many different tokens were ever met. */
  get vocabulary(): number {
    return this.#vocabulary.size;
  }

  /** Learns a file of the workspace; each only once. */
  learnFile(uri: string, text: string): void {
    if (this.#corpus.has(uri)) return;
    const sequence = this.#files.sequence(text);
    const start = this.#corpus.corpus.length;
    if (!this.#corpus.add(uri, sequence)) return;
    this.#siblings.learnFile(this.#corpus.corpus, start);
    this.#words.add(sequence.tokens);
    this.#surroundings = undefined;
  }

  /** Copies from a file no more, nor from a document of its name until that is learnt again. */
  forget(uri: string): void {
    this.#goneFiles.add(uri);
    this.#goneDocuments.add(uri);
    this.#surroundings = undefined;
  }

  /** Makes what was learnt ready, so that the first query does not have to. */
  prepare(): void {
    this.#words.prepare();
  }

  /**
   * Learns the state of an open document in place of what was known of it, in steps of some milliseconds: what was learnt
   * so far is there between two of them. No other document may be learnt meanwhile.
   */
  *learnDocument(uri: string, text: string): Generator<void, void, void> {
    this.#documents.remove(uri);
    this.#goneDocuments.delete(uri);
    this.#siblings.forgetDocuments();
    let indent = 0;
    for (const [index, piece] of wholeLines(text, STEP_LENGTH).entries()) {
      if (index > 0) yield;
      const sequence = this.#open.sequence(piece, indent);
      if (index === 0) this.#documents.add(uri, sequence);
      else this.#documents.extend(sequence);
      indent = sequence.indent;
      this.#siblings.forgetDocuments();
      this.#surroundings = undefined;
    }
    while (this.#documents.tokens > MAX_DOCUMENT_TOKENS && this.#documents.size > 1) {
      this.#documents.remove(this.#documents.oldest() ?? uri);
    }
    this.#siblings.forgetDocuments();
    this.#surroundings = undefined;
  }

  /** Predicts the text that follows; returns nothing if it is not likely enough. */
  predict(query: PredictionQuery, thresholds = THRESHOLDS): Prediction | undefined {
    const { place, knowledge } = this.at(query);
    const indentCharacter = /(?:^|\n)\t/.test(query.prefix) ? '\t' : ' ';
    const options = { ...thresholds, maxLines: query.maxLines, indentCharacter } as const;
    const next = extend(place, knowledge, this.#weights, options);
    const [own, documents, files] = knowledge.sources;
    const body = this.#siblings.predict(query, { own, documents, files });
    const { text, confidence } = body !== undefined && isBetter(body, next) ? body : next;
    return text.replace(/\s/g, '').length < MIN_LENGTH ? undefined : { text, confidence };
  }

  /** The place of a query and what is known there; also what the trainer looks at. */
  at({ uri, prefix, suffix }: PredictionQuery) {
    const place = this.#openFile.placeAt(uri, prefix, suffix);
    const sources = [this.#openFile.source, ...this.#otherSources(uri, prefix)] as const;
    const [vocabulary, words] = [this.#vocabulary, this.#words];
    return { place, knowledge: { sources, vocabulary, words, shapeOf: this.#shapeOf } };
  }

  #otherSources(uri: string, prefix: string): [documents: Source, files: Source] {
    const { files, documents } = this.#around(uri, prefix);
    const source = (texts: TextCorpus, nearness: Int8Array, shape: number | undefined) => ({
      corpus: texts.corpus,
      exact: CHAINS,
      shape,
      nearnessOf: (position: number) => nearness[texts.textAt(position)] ?? NEVER,
    });
    return [
      source(this.#documents, documents, EXACT.length),
      source(this.#corpus, files, undefined),
    ];
  }

  /** How near everything is to a file. What open documents have replaced, and the file itself, are not copied from. */
  #around(uri: string, prefix: string): Surroundings {
    if (this.#surroundings?.of === uri) return this.#surroundings;
    const isNear = nearTo(uri, prefix);
    const files = this.#corpus.uris.map((each) => {
      if (each === undefined || each === uri || this.#goneFiles.has(each)) return NEVER;
      if (this.#documents.has(each)) return NEVER;
      return isNear(each) ? NEARNESS.near : NEARNESS.far;
    });
    const documents = this.#documents.uris.map((each) =>
      each === undefined || each === uri || this.#goneDocuments.has(each) ? NEVER : NEARNESS.near,
    );
    this.#surroundings = {
      of: uri,
      files: Int8Array.from(files),
      documents: Int8Array.from(documents),
    };
    return this.#surroundings;
  }
}

const NEVER = -1;

/** Whether a body says more than what would be said without it, and is no less sure. */
const isBetter = (body: Prediction, next: Prediction): boolean =>
  next.text === '' ||
  (body.confidence >= next.confidence &&
    usefulness(body.text.length, body.confidence) > usefulness(next.text.length, next.confidence));

/** A text in pieces of whole lines, without the ends of their last ones, each at least so long but the last. */
function wholeLines(text: string, length: number): string[] {
  const pieces: string[] = [];
  for (let start = 0; start <= text.length; ) {
    const lineEnd = text.indexOf('\n', start + length);
    const end = lineEnd === -1 ? text.length : lineEnd;
    pieces.push(text.slice(start, end));
    start = end + 1;
  }
  return pieces;
}

const CHAINS = EXACT.map((length, chain) => ({ chain, length }));
