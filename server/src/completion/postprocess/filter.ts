import type { Cursor } from '../cursor.ts';

/** Where a text was asked for. */
export type AskedPlace = Pick<Cursor, 'document' | 'position' | 'linePrefix'>;

/** Cleans what a model wrote, knowing nothing but where it was asked. '' means nothing worth keeping is left. */
export type CanonicalFilter = (text: string, asked: AskedPlace) => string;

/** Fits what was chosen to where it is shown. '' means that it must not be shown there. */
export type FittingFilter = (text: string, place: ShowContext) => string;

/** Where a text is about to be shown. */
export interface ShowContext {
  readonly cursor: Pick<Cursor, 'document' | 'position' | 'linePrefix' | 'lineSuffix'>;
}

/** A place, and how many lines a user allows there. */
export interface RoomyContext extends ShowContext {
  readonly maxLines: number;
}

/** The lines below the cursor's own, at most `count`. */
export const linesBelow = (
  { cursor: { document, position } }: ShowContext,
  count: number,
): string[] => document.lines.slice(position.line + 1, position.line + 1 + count);
