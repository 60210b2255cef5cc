import { spaceEnd, tokenEnd } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

/** Tokens in order with the white space before each (for a line's first token: change of indentation). */
export interface Sequence {
  readonly tokens: ArrayLike<number>;
  readonly gaps: ArrayLike<number>;
  /** Indentation of the last line that says something. */
  readonly indent: number;
}

/** Each token of a line, and the white space before it, in turn. */
type LineTokens = Int32Array;

export const MAX_GAP = 100;
const FIRST_CAPACITY = 2 ** 12;

/**
 * Turns text into tokens, line by line, remembering the lines it has seen: a document that changed in
 * one line costs one line. What it returns lies in memory of its own, and holds until it is asked again.
 */
export class Sequencer {
  readonly #vocabulary: Vocabulary;
  readonly #maxLines: number;
  #known = new Map<string, LineTokens>();
  #tokens = new Int32Array(FIRST_CAPACITY);
  #gaps = new Int32Array(FIRST_CAPACITY);
  #length = 0;

  /** `maxLines` is how many lines are remembered; 0 remembers none. */
  constructor(vocabulary: Vocabulary, maxLines: number) {
    this.#vocabulary = vocabulary;
    this.#maxLines = maxLines;
  }

  /** The tokens of whole lines; every line ends with a newline token. `indent` is that of the line above. */
  sequence(text: string, indent = 0): Sequence {
    this.#length = 0;
    let current = indent;
    for (let start = 0; start <= text.length; ) {
      const lineEnd = text.indexOf('\n', start);
      const end = lineEnd === -1 ? text.length : lineEnd;
      current = this.#addLine(text, start, end, current);
      this.#push(Vocabulary.NEWLINE, 0);
      start = end + 1;
    }
    return this.#result(current);
  }

  /** The tokens of the beginning of a line. */
  lineBeginning(text: string, indent: number): Sequence {
    this.#length = 0;
    return this.#result(this.#addLine(text, 0, text.length, indent));
  }

  /** Adds a line's tokens; returns its indentation, or that of the line above where it is blank. */
  #addLine(text: string, start: number, end: number, indent: number): number {
    const first = this.#length;
    if (this.#maxLines === 0) this.#tokenize(text, start, end);
    else this.#recall(text.slice(start, end));
    if (this.#length === first) return indent;
    const own = this.#gaps[first] as number;
    this.#gaps[first] = clampGap(own - indent);
    for (let at = first + 1; at < this.#length; at++) {
      this.#gaps[at] = clampGap(this.#gaps[at] as number);
    }
    return own;
  }

  #recall(line: string): void {
    const known = this.#known.get(line);
    if (known !== undefined) {
      for (let at = 0; at < known.length; at += 2) {
        this.#push(known[at] as number, known[at + 1] as number);
      }
      return;
    }
    const first = this.#length;
    this.#tokenize(line, 0, line.length);
    if (this.#known.size >= this.#maxLines) this.#known = new Map();
    // A copy: a slice would keep the whole text it was cut from alive.
    const tokens = new Int32Array(2 * (this.#length - first));
    for (let at = 0; first + at < this.#length; at++) {
      tokens[2 * at] = this.#tokens[first + at] as number;
      tokens[2 * at + 1] = this.#gaps[first + at] as number;
    }
    this.#known.set(Buffer.from(line).toString(), tokens);
  }

  #tokenize(text: string, from: number, to: number): void {
    for (let at = from; ; ) {
      const start = spaceEnd(text, at, to);
      if (start >= to) return;
      const end = tokenEnd(text, start, to);
      this.#push(this.#vocabulary.idIn(text, start, end), start - at);
      at = end;
    }
  }

  #push(token: number, gap: number): void {
    if (this.#length === this.#tokens.length) {
      this.#tokens = doubled(this.#tokens);
      this.#gaps = doubled(this.#gaps);
    }
    this.#tokens[this.#length] = token;
    this.#gaps[this.#length] = gap;
    this.#length++;
  }

  #result(indent: number): Sequence {
    return {
      tokens: this.#tokens.subarray(0, this.#length),
      gaps: this.#gaps.subarray(0, this.#length),
      indent,
    };
  }
}

const clampGap = (gap: number): number => Math.max(-MAX_GAP, Math.min(MAX_GAP, gap));

function doubled(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(values.length * 2);
  larger.set(values);
  return larger;
}
