import type { Cursor } from '../cursor.ts';
import { seamOf } from './seam.ts';

/** True if a text leaves something of its own open that what follows on the cursor's line would come into. */
export const leavesOpen = (
  text: string,
  cursor: Pick<Cursor, 'linePrefix' | 'lineSuffix' | 'document'>,
): boolean => cursor.lineSuffix.trim() !== '' && seamOf(cursor).leavesOpen(text);
