import type { Cursor } from '../cursor.ts';

/** Cleans what a model wrote, knowing nothing but the text. '' means nothing worth keeping is left. */
export type CanonicalFilter = (text: string) => string;

/** Fits canonical text to where it is shown. '' means that it must not be shown there. */
export type FittingFilter = (text: string, place: Place) => string;

/** Where a text is about to be shown. */
export interface Place {
  readonly cursor: Pick<Cursor, 'linePrefix' | 'lineSuffix' | 'after'>;
  readonly maxLines: number;
}

/** The lines below the cursor's own, at most `count`. */
export function linesBelow({ cursor }: Place, count: number): string[] {
  const start = cursor.lineSuffix.length + 1;
  return start > cursor.after.length ? [] : cursor.after.slice(start).split('\n', count);
}
