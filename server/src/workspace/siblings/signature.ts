import type { Corpus } from '../index/corpus.ts';
import { KIND } from '../tokens/tokenKind.ts';
import { Vocabulary } from '../tokens/vocabulary.ts';

/** The lines with which a function begins, up to what opens its body. */
export interface Signature {
  /** Positions in the corpus of its first token, of its name, and of the token that opens the body. */
  readonly start: number;
  readonly name: number;
  readonly opener: number;
}

const MAX_TOKENS = 200;
const MAX_LINES = 16;

/** Words that begin other things than functions. */
const OTHERWISE: ReadonlySet<string> = new Set(
  `if for while switch catch else do try with match case when finally return throw await yield class
  interface enum struct impl trait namespace module union foreach until loop select import assert`.split(
    /\s+/,
  ),
);
const FUNCTION_WORDS: ReadonlySet<string> = new Set(['function', 'func', 'fn', 'fun']);

/**
 * Finds functions by their signatures, as languages with braces write them. Not Python's: there what siblings proposed
 * was right too seldom.
 */
export class Signatures {
  readonly #vocabulary: Vocabulary;
  readonly #brace: number;
  readonly #depths: ReadonlyMap<number, number>;

  constructor(vocabulary: Vocabulary) {
    this.#vocabulary = vocabulary;
    this.#brace = vocabulary.idOf('{');
    const change = (marks: string, by: number) =>
      [...marks].map((mark) => [vocabulary.idOf(mark), by] as const);
    this.#depths = new Map([...change('([{', -1), ...change(')]}', 1)]);
  }

  /** Whether a token may open a body at the end of its line. */
  isOpener(token: number): boolean {
    return token === this.#brace;
  }

  /** The signature that ends with an opener at the end of a line, if it is one. */
  endingAt(corpus: Corpus, opener: number): Signature | undefined {
    const start = this.#startOf(corpus, opener);
    if (start === undefined || start === opener) return undefined;
    const first = this.#textAt(corpus, start);
    if (!/^[\p{L}_$[#*]/u.test(first)) return undefined;
    const name = this.#nameIn(corpus, start, opener);
    if (name === undefined) return undefined;
    for (let at = start; at <= name; at++) {
      if (OTHERWISE.has(this.#textAt(corpus, at))) return undefined;
    }
    return { start, name, opener };
  }

  /** The tokens of a signature, however it is broken into lines. */
  tokensOf(corpus: Corpus, { start, opener }: Signature): number[] {
    const [comma, parenthesis] = [this.#vocabulary.idOf(','), this.#vocabulary.idOf(')')];
    const tokens: number[] = [];
    for (let at = start; at <= opener; at++) {
      const token = corpus.tokenAt(at);
      if (token === Vocabulary.NEWLINE) continue;
      if (token === parenthesis && tokens.at(-1) === comma) tokens.pop();
      tokens.push(token);
    }
    return tokens;
  }

  /** Where the line begins from which on all brackets are closed. */
  #startOf(corpus: Corpus, opener: number): number | undefined {
    let depth = 0;
    let lines = 1;
    for (let at = opener - 1; at >= 0 && opener - at <= MAX_TOKENS; at--) {
      const token = corpus.tokenAt(at);
      const isEnd = token === Vocabulary.END;
      if (isEnd || token === Vocabulary.NEWLINE) {
        if (depth === 0) return at + 1;
        if (isEnd || ++lines > MAX_LINES) return undefined;
      }
      depth += this.#depths.get(token) ?? 0;
      if (depth < 0) return undefined;
    }
    return undefined;
  }

  /** Finds the name: the word before the first parenthesis, or what a function without a name is given to. */
  #nameIn(corpus: Corpus, start: number, opener: number): number | undefined {
    let first: number | undefined;
    let depth = 0;
    for (let at = start; at < opener; at++) {
      const token = corpus.tokenAt(at);
      if (this.#vocabulary.kindOf(token) === KIND.name) first ??= at;
      if (depth === 0 && this.#vocabulary.textOf(token) === '(' && at > start) {
        const before = this.#textAt(corpus, this.#behindGenerics(corpus, start, at));
        // A receiver, as Go has it.
        if (before === 'func') first = undefined;
        else if (/^[\p{L}_$]/u.test(before) && !FUNCTION_WORDS.has(before) && before !== 'async')
          return this.#behindGenerics(corpus, start, at);
        else return first;
      }
      depth -= this.#depths.get(token) ?? 0;
    }
    return undefined;
  }

  /** The position before a parenthesis, or before the type parameters that stand before it. */
  #behindGenerics(corpus: Corpus, start: number, parenthesis: number): number {
    if (this.#textAt(corpus, parenthesis - 1) !== '>') return parenthesis - 1;
    let depth = 0;
    for (let at = parenthesis - 1; at > start; at--) {
      const text = this.#textAt(corpus, at);
      if (text === '>') depth++;
      if (text === '<' && --depth === 0) return at - 1;
    }
    return parenthesis - 1;
  }

  #textAt(corpus: Corpus, position: number): string {
    return this.#vocabulary.textOf(corpus.tokenAt(position));
  }
}
