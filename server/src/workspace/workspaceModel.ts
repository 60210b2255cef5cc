import type { Prediction, PredictionQuery } from '../domain/predictor.ts';
import type { Source } from './candidates.ts';
import { Corpus } from './corpus.ts';
import { extend, type Place } from './extend.ts';
import { Sequencer } from './sequencer.ts';
import { isWord } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

/** Context lengths that are indexed; shorter ones for the open file, where they mean more. */
const GLOBAL_ORDERS = [5, 2];
const LOCAL_ORDERS = [5, 2, 1, 0];
const GLOBAL_HASH_BITS = 20;
const LOCAL_HASH_BITS = 14;
/** 32 MB of sources hold about 9 million tokens; what is beyond this is not learnt. */
const MAX_TOKENS = 16_000_000;
const DOCUMENT_HASH_BITS = 12;
/** Open documents kept in their newest state. */
const MAX_DOCUMENTS = 32;
/** Distinct lines of open files kept tokenized between queries. */
const REMEMBERED_LINES = 20_000;
/** Least joint probability of what is proposed. */
const THRESHOLD = 0.78;
/** Shorter proposals are not worth the eye's movement, in characters other than white space. */
const MIN_LENGTH = 3;

/** Positions of one file's tokens in the corpus. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A token model without training: what follows is what followed the longest equal contexts before, in
 * the open file first, then in the rest of the workspace. A nested cache model after Hellendoorn and
 * Devanbu ("Are deep neural networks the best choice for modeling source code?", FSE 2017), with
 * longest matches found by hash chains and a learnt confidence in place of fixed mixing.
 */
export class WorkspaceModel {
  readonly #vocabulary = new Vocabulary();
  readonly #files = new Sequencer(this.#vocabulary, 0);
  readonly #open = new Sequencer(this.#vocabulary, REMEMBERED_LINES);
  readonly #corpus = new Corpus(GLOBAL_ORDERS, GLOBAL_HASH_BITS, MAX_TOKENS);
  readonly #spans = new Map<string, Span>();
  /** Open documents, each newer than what the files say of it. */
  readonly #documents = new Map<string, Corpus>();

  get files(): number {
    return this.#spans.size;
  }

  get tokens(): number {
    return this.#corpus.length;
  }

  /** Learns a file of the workspace; each only once. */
  learnFile(uri: string, text: string): void {
    if (this.#spans.has(uri)) return;
    const start = this.#corpus.append(this.#files.sequence(text));
    if (start !== -1) this.#spans.set(uri, { start, end: this.#corpus.length });
  }

  /** Learns the state of an open document in place of what was known of it. */
  learnDocument(uri: string, text: string): void {
    this.#documents.delete(uri);
    const sequence = this.#open.sequence(text);
    const corpus = new Corpus(GLOBAL_ORDERS, DOCUMENT_HASH_BITS, sequence.tokens.length + 1);
    corpus.append(sequence);
    this.#documents.set(uri, corpus);
    const oldest = this.#documents.keys().next().value;
    if (this.#documents.size > MAX_DOCUMENTS && oldest !== undefined)
      this.#documents.delete(oldest);
  }

  /** What likely follows, if it is likely enough. */
  predict(query: PredictionQuery, threshold = THRESHOLD): Prediction | undefined {
    const { place, sources, indentCharacter } = this.prepare(query);
    const options = { threshold, maxLines: query.maxLines, indentCharacter } as const;
    const { text, confidence } = extend(place, sources, this.#vocabulary, options);
    return text.replace(/\s/g, '').length < MIN_LENGTH ? undefined : { text, confidence };
  }

  /** The place and the sources of a query; also what the trainer looks at. */
  prepare({ uri, prefix, suffix }: PredictionQuery) {
    const lineStart = prefix.lastIndexOf('\n') + 1;
    const textAbove = prefix.slice(0, lineStart);
    const above = this.#open.sequence(textAbove);
    const place = this.#place(above.tokens, textAbove, prefix.slice(lineStart));
    const suffixLine = suffix.indexOf('\n');
    const below = this.#open.sequence(suffixLine === -1 ? '' : suffix.slice(suffixLine + 1));
    const size = place.context.length + below.tokens.length + 2;
    const local = new Corpus(LOCAL_ORDERS, LOCAL_HASH_BITS, size);
    local.append(below);
    local.append({ tokens: place.context, gaps: withZeros(above.gaps, place.context.length) });
    return {
      place,
      sources: this.#sources(uri, local),
      vocabulary: this.#vocabulary,
      indentCharacter: /(?:^|\n)\t/.test(textAbove) ? '\t' : ' ',
    } as const;
  }

  /** The open file, the other open documents, then the files that are not among them. */
  #sources(uri: string, local: Corpus): Source[] {
    const replaced = [uri, ...this.#documents.keys()].flatMap((each) => {
      const span = this.#spans.get(each);
      return span === undefined ? [] : [span];
    });
    const others = [...this.#documents].filter(([each]) => each !== uri);
    const never = () => false;
    return [
      { corpus: local, isLocal: true, isExcluded: never },
      ...others.map(([, corpus]) => ({ corpus, isLocal: false, isExcluded: never })),
      {
        corpus: this.#corpus,
        isLocal: false,
        isExcluded: (position) => replaced.some((span) => isIn(span, position)),
      },
    ];
  }

  #place(above: ArrayLike<number>, textAbove: string, line: string): Place {
    // The text above ends with a line break, so its last, empty line adds one too many.
    const before = Array.from(above).slice(0, -1);
    const { indent, typed, typedGap, ids } = this.#lineParts(line);
    return {
      context: [...before, ...ids],
      typed,
      typedGap,
      indent: ids.length > 0 ? indent : lastIndent(textAbove),
      isLineEmpty: ids.length === 0,
      isCursor: true,
    };
  }

  #lineParts(line: string) {
    const indent = line.search(/\S|$/);
    const word = /[\p{L}\p{N}_$]+$/u.exec(line)?.[0] ?? '';
    const typed = isWord(word) ? word : '';
    const complete = line.slice(0, line.length - typed.length);
    const { tokens } = this.#open.sequence(complete);
    const ids = Array.from(tokens).slice(0, -1);
    return { indent, typed, typedGap: complete.length - complete.trimEnd().length, ids };
  }
}

const isIn = (span: Span, position: number): boolean =>
  position >= span.start && position < span.end;

function withZeros(gaps: ArrayLike<number>, length: number): number[] {
  const result = Array.from(gaps).slice(0, length);
  while (result.length < length) result.push(0);
  return result;
}

function lastIndent(text: string): number {
  const line = text.trimEnd();
  return line.slice(line.lastIndexOf('\n') + 1).search(/\S|$/);
}
