import { isInKeyBlock, isTypingCredential } from '../privacy/typedCredential.ts';
import type { Cursor } from './cursor.ts';

/** True if a cursor stands in a credential, at the end of one, or where one is about to be typed. */
export const isInCredential = ({ document, position, linePrefix, lineSuffix }: Cursor): boolean =>
  isTypingCredential(linePrefix, lineSuffix) || isInKeyBlock(document.lines, position.line);
