import { inShape } from '../index/alignment.ts';
import { Corpus, exactly } from '../index/corpus.ts';
import { NEARNESS, type Source } from '../index/evidence.ts';
import type { Sequencer } from '../tokens/sequencer.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import { MAX_KEPT, typedWord } from './extend.ts';
import type { PredictionState } from './predictionState.ts';

/** Context lengths that are looked up in the open file; the short ones mean more there than elsewhere. */
const EXACT = [5, 2, 1, 0];
const HASH_BITS = 14;
/** The window around the cursor holds fewer tokens. */
const CAPACITY = 2 ** 18;

/**
 * The file in which the user stands, as a source. Kept from one query to the next: while he types in a line nothing is
 * read again, and a new line above adds itself.
 */
export class OpenFile {
  readonly #sequencer: Sequencer;
  readonly #corpus: Corpus;
  #uri = '';
  #above = '';
  #below = '';
  /** Tokens of the lines below and above, without the cursor's own. */
  #length = 0;
  #indent = 0;

  constructor(vocabulary: Vocabulary, sequencer: Sequencer) {
    this.#sequencer = sequencer;
    const kinds = [...EXACT.map(exactly), inShape(vocabulary)];
    this.#corpus = new Corpus(kinds, HASH_BITS, CAPACITY);
  }

  get source(): Source {
    return {
      corpus: this.#corpus,
      exact: EXACT.map((length, chain) => ({ chain, length })),
      shape: EXACT.length,
      nearnessOf: () => NEARNESS.open,
    };
  }

  /** Reads what stands around the cursor; what was read before is read only where it changed. */
  placeAt(uri: string, prefix: string, suffix: string): PredictionState {
    const lineStart = prefix.lastIndexOf('\n') + 1;
    const lineEnd = suffix.indexOf('\n');
    this.#read(uri, prefix.slice(0, lineStart), lineEnd === -1 ? '' : suffix.slice(lineEnd + 1));
    const line = prefix.slice(lineStart);
    const typed = typedWord(line);
    const complete = line.slice(0, line.length - typed.length);
    const own = this.#sequencer.lineBeginning(complete, this.#indent);
    this.#corpus.truncate(this.#length);
    this.#corpus.extend(own);
    return {
      context: this.#lastTokens(),
      typed,
      typedGap: complete.length - complete.trimEnd().length,
      indent: own.indent,
      isLineEmpty: own.tokens.length === 0,
      isCursor: true,
    };
  }

  #read(uri: string, above: string, below: string): void {
    const isSame = uri === this.#uri && below === this.#below;
    this.#corpus.truncate(this.#length);
    if (!isSame || !above.startsWith(this.#above)) {
      this.#corpus.retain([]);
      this.#corpus.append(this.#sequencer.sequence(below));
      this.#corpus.append({ tokens: [], gaps: [], indent: 0 });
      this.#above = '';
      this.#indent = 0;
    }
    const added = above.slice(this.#above.length);
    if (added !== '') {
      // Whole lines: the last end would make one line too many.
      const sequence = this.#sequencer.sequence(added.slice(0, -1), this.#indent);
      this.#corpus.extend(sequence);
      this.#indent = sequence.indent;
    }
    this.#uri = uri;
    this.#above = above;
    this.#below = below;
    this.#length = this.#corpus.length;
  }

  #lastTokens(): number[] {
    const corpus = this.#corpus;
    const tokens: number[] = [];
    for (let at = corpus.length - 1; at > 0 && tokens.length < MAX_KEPT; at--) {
      const token = corpus.tokenAt(at);
      if (token === 0) break;
      tokens.push(token);
    }
    return tokens.reverse();
  }
}
