import type { Cursor } from '../cursor.ts';
import { marksOf } from '../syntax/marks.ts';
import { Seam } from './seam.ts';

/** True if a text leaves something of its own open that what follows on the cursor's line would come into. */
export const leavesOpen = (
  text: string,
  { linePrefix, lineSuffix, document }: Pick<Cursor, 'linePrefix' | 'lineSuffix' | 'document'>,
): boolean =>
  lineSuffix.trim() !== '' &&
  new Seam(linePrefix, lineSuffix, marksOf(document.languageId)).leavesOpen(text);
