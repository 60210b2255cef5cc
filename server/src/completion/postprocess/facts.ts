import { declaringIn } from '../syntax/declarations.ts';
import type { AskedPlace, ShowContext } from './filter.ts';

/** How many lines above the cursor's a model may say again. */
export const MAX_LINES_ABOVE = 30;

/** The facts of a place that the conditions of canonical filters depend on. */
export interface AskedFacts {
  /** The line before the cursor, trimmed. */
  readonly line: string;
  /** The nearest lines above, trimmed. */
  readonly above: ReadonlySet<string>;
}

/** The facts of a place that the conditions of fitting filters depend on. */
export interface ShownFacts {
  readonly linePrefix: string;
  /** The line before the cursor, trimmed. */
  readonly line: string;
  /** True if something other than white space stands behind the cursor on its line. */
  readonly hasRest: boolean;
  /** The next line below that is not blank, trimmed; `undefined` where there is none. */
  readonly next: string | undefined;
  /** Matches every text with a line, other than its first, that may declare something; absent where no line does. */
  readonly declaring: RegExp | undefined;
}

export function askedFactsOf({ document, position, linePrefix }: AskedPlace): AskedFacts {
  const above = new Set<string>();
  for (let line = Math.max(0, position.line - MAX_LINES_ABOVE); line < position.line; line++) {
    above.add((document.lines[line] ?? '').trim());
  }
  return { line: linePrefix.trim(), above };
}

export function shownFactsOf({ cursor }: ShowContext): ShownFacts {
  const { linePrefix, lineSuffix, document, position } = cursor;
  let next: string | undefined;
  for (let line = position.line + 1; line < document.lines.length && !next; line++) {
    next = document.lines[line]?.trim();
  }
  return {
    linePrefix,
    line: linePrefix.trim(),
    hasRest: lineSuffix.trim() !== '',
    next: next === '' ? undefined : next,
    declaring: declaringIn(document.languageId),
  };
}
