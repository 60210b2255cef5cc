import type { Cursor } from '../cursor.ts';

/** Lines that windows grow and move by, so that most edits leave both borders where they are. */
const STEP_LINES = 32;
const PREFIX_LINES = 96;
const SUFFIX_LINES = 32;
export const MAX_PREFIX_LENGTH = 8_000;
const MAX_SUFFIX_LENGTH = 3_000;

/**
 * Text before the cursor, from a line whose number is a multiple of 32: typing on does not move the
 * window's start, and so does not change the keys of neighbouring requests more than it must.
 */
export function prefixWindow({ document, position, linePrefix }: Cursor): string {
  const from = (line: number) =>
    [...document.lines.slice(line, position.line), linePrefix].join('\n');
  const nearest = Math.floor((position.line - PREFIX_LINES) / STEP_LINES) * STEP_LINES;
  for (let line = Math.max(0, nearest); line <= position.line; line += STEP_LINES) {
    const window = from(line);
    if (window.length <= MAX_PREFIX_LENGTH) return window;
  }
  return safeTail(from(Math.max(0, position.line - STEP_LINES)), MAX_PREFIX_LENGTH);
}

export function suffixWindow({ document, position, lineSuffix }: Cursor): string {
  const end = Math.ceil((position.line + SUFFIX_LINES) / STEP_LINES) * STEP_LINES;
  const below = document.lines.slice(position.line + 1, end);
  return safeHead([lineSuffix, ...below].join('\n'), MAX_SUFFIX_LENGTH);
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

function safeTail(text: string, length: number): string {
  if (text.length <= length) return text;
  const start = text.length - length;
  return text.slice(isLowSurrogate(text.charCodeAt(start)) ? start + 1 : start);
}

function safeHead(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, isLowSurrogate(text.charCodeAt(length)) ? length - 1 : length);
}
