import type { Sequence } from './corpus.ts';
import { tokenizeLine } from './tokenizer.ts';
import { Vocabulary } from './vocabulary.ts';

const clampGap = (gap: number): number => Math.max(-100, Math.min(100, gap));

interface LineTokens {
  readonly ids: readonly number[];
  readonly gaps: readonly number[];
  /** Characters of white space before the first token. */
  readonly indent: number;
}

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

  /** The tokens of whole lines; every line ends with a newline token. */
  sequence(text: string): Sequence {
    const tokens: number[] = [];
    const gaps: number[] = [];
    let indent = 0;
    for (const line of text.split('\n')) {
      const { ids, gaps: lineGaps, indent: lineIndent } = this.#line(line);
      for (let index = 0; index < ids.length; index++) {
        tokens.push(ids[index] ?? 0);
        gaps.push(index === 0 ? clampGap(lineIndent - indent) : (lineGaps[index] ?? 0));
      }
      if (ids.length > 0) indent = lineIndent;
      tokens.push(Vocabulary.NEWLINE);
      gaps.push(0);
    }
    return { tokens, gaps };
  }

  #line(line: string): LineTokens {
    const known = this.#known.get(line);
    if (known !== undefined) return known;
    const parts = tokenizeLine(line.endsWith('\r') ? line.slice(0, -1) : line);
    const fresh = {
      ids: parts.map(({ text }) => this.#vocabulary.idOf(text)),
      gaps: parts.map(({ gap }) => clampGap(gap)),
      indent: parts[0]?.gap ?? 0,
    };
    if (this.#known.size >= this.#maxLines) this.#known = new Map();
    if (this.#maxLines > 0) this.#known.set(line, fresh);
    return fresh;
  }
}
