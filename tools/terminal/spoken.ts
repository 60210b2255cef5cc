import { harmlessLines } from '../../server/src/protocol/plainText.ts';

/** A model's text for a terminal: its lines, without characters that steer one. */
export const spoken = (text: string): string => harmlessLines(text, Number.MAX_SAFE_INTEGER);
