import { KIND } from '../tokens/tokenKind.ts';
import type { Vocabulary } from '../tokens/vocabulary.ts';
import type { BodyLine } from './body.ts';
import type { Renaming } from './renaming.ts';

/** A line under a renaming. */
export interface RenamedLine {
  readonly text: string;
  readonly indent: number;
  /** Names in code: those that the renaming made, others but members, and those that the line declares. */
  readonly made: readonly string[];
  readonly kept: readonly string[];
  readonly declared: readonly string[];
  /** Whether it holds a word that another one became. */
  readonly collides: boolean;
}

const DECLARES: ReadonlySet<string> = new Set(['const', 'let', 'var', 'for', 'mut', 'function']);
const QUOTES: ReadonlySet<string> = new Set(["'", '"', '`']);

/** Writes a line of a body under a renaming. */
export function renamedLine(
  line: BodyLine,
  renaming: Renaming,
  vocabulary: Vocabulary,
): RenamedLine {
  const texts = line.tokens.map((token) => vocabulary.textOf(token));
  const [made, kept, declared]: string[][] = [[], [], []];
  let text = '';
  let collides = false;
  let quote = '';
  for (const [index, original] of texts.entries()) {
    let written = original;
    const [before, behind] = [texts[index - 1] ?? '', texts[index + 1] ?? ''];
    if (QUOTES.has(original)) quote = quote === '' ? original : quote === original ? '' : quote;
    if (vocabulary.kindOf(line.tokens[index] as number) === KIND.name) {
      const renamed = renaming.apply(original);
      written = renamed.text;
      collides ||= renamed.collides;
      const isDeclared = DECLARES.has(before) || behind === '=>' || (index === 0 && behind === '=');
      if (isDeclared) declared?.push(written);
      if (quote === '' && written !== original) made?.push(written);
      else if (quote === '' && before !== '.' && before !== '?.') kept?.push(written);
    }
    text += ' '.repeat(Math.max(0, line.gaps[index] ?? 0)) + written;
  }
  return {
    text,
    indent: line.indent,
    made: made ?? [],
    kept: kept ?? [],
    declared: declared ?? [],
    collides,
  };
}
