import { spaceEnd, tokenEnd } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

/** Tokens in order with the white space before each (for a line's first token: change of indentation). */
export interface Sequence {
  readonly tokens: readonly number[];
  readonly gaps: readonly number[];
  /** Indentation of the last line that says something. */
  readonly indent: number;
}

interface LineTokens {
  readonly ids: readonly number[];
  /** Characters of white space before each. */
  readonly gaps: readonly number[];
}

export const MAX_GAP = 100;
const clampGap = (gap: number): number => Math.max(-MAX_GAP, Math.min(MAX_GAP, gap));

/**
 * Turns text into tokens, line by line, remembering the lines it has seen: a document that changed in
 * one line costs one line.
 */
export class Sequencer {
  readonly #vocabulary: Vocabulary;
  readonly #maxLines: number;
  #known = new Map<string, LineTokens>();

  /** `maxLines` is how many lines are remembered; 0 remembers none. */
  constructor(vocabulary: Vocabulary, maxLines: number) {
    this.#vocabulary = vocabulary;
    this.#maxLines = maxLines;
  }

  /** The tokens of whole lines; every line ends with a newline token. `indent` is that of the line above. */
  sequence(text: string, indent = 0): Sequence {
    const tokens: number[] = [];
    const gaps: number[] = [];
    let current = indent;
    for (const line of text.split('\n')) {
      current = this.#add(line, current, tokens, gaps);
      tokens.push(Vocabulary.NEWLINE);
      gaps.push(0);
    }
    return { tokens, gaps, indent: current };
  }

  /** The tokens of the beginning of a line. */
  lineBeginning(text: string, indent: number): Sequence {
    const tokens: number[] = [];
    const gaps: number[] = [];
    const own = this.#add(text, indent, tokens, gaps);
    return { tokens, gaps, indent: own };
  }

  #add(line: string, indent: number, tokens: number[], gaps: number[]): number {
    const { ids, gaps: lineGaps } = this.#line(line);
    for (let index = 0; index < ids.length; index++) {
      const gap = lineGaps[index] as number;
      tokens.push(ids[index] as number);
      gaps.push(clampGap(index === 0 ? gap - indent : gap));
    }
    return ids.length === 0 ? indent : (lineGaps[0] as number);
  }

  #line(line: string): LineTokens {
    const known = this.#known.get(line);
    if (known !== undefined) return known;
    const fresh = this.#tokenize(line);
    if (this.#maxLines === 0) return fresh;
    if (this.#known.size >= this.#maxLines) this.#known = new Map();
    // A copy: a slice would keep the whole text it was cut from alive.
    this.#known.set(Buffer.from(line).toString(), fresh);
    return fresh;
  }

  #tokenize(line: string): LineTokens {
    const ids: number[] = [];
    const gaps: number[] = [];
    for (let at = 0; ; ) {
      const start = spaceEnd(line, at);
      if (start === line.length) return { ids, gaps };
      const end = tokenEnd(line, start);
      ids.push(this.#vocabulary.idIn(line, start, end));
      gaps.push(start - at);
      at = end;
    }
  }
}
