import { PREDICTION_WINDOW, type PredictionQuery } from '../../domain/predictor.ts';
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
    [...tailsOf(document.lines.slice(line, position.line), MAX_PREFIX_LENGTH), linePrefix].join(
      '\n',
    );
  const nearest = Math.floor((position.line - PREFIX_LINES) / STEP_LINES) * STEP_LINES;
  for (let line = Math.max(0, nearest); line <= position.line; line += STEP_LINES) {
    if (
      lengthOf(document.lines.slice(line, position.line)) + linePrefix.length <=
      MAX_PREFIX_LENGTH
    )
      return from(line);
  }
  return safeTail(from(Math.max(0, position.line - STEP_LINES)), MAX_PREFIX_LENGTH);
}

/** Of lines with their ends. */
const lengthOf = (lines: readonly string[]): number =>
  lines.reduce((sum, line) => sum + line.length, lines.length);

export function suffixWindow({ document, position, lineSuffix }: Cursor): string {
  const end = Math.ceil((position.line + SUFFIX_LINES) / STEP_LINES) * STEP_LINES;
  const below = headsOf(document.lines.slice(position.line + 1, end), MAX_SUFFIX_LENGTH);
  return safeHead([lineSuffix, ...below].join('\n'), MAX_SUFFIX_LENGTH);
}

/**
 * The text that a predictor looks at: from a line whose number is a multiple of 32, to one that is a multiple of 32 lines
 * from the document's end, so that typing moves neither border and what was read for the last key still holds.
 */
export function predictionWindow({
  document: { lines },
  position,
  linePrefix,
  lineSuffix,
}: Cursor): Pick<PredictionQuery, 'prefix' | 'suffix'> {
  const isEnough = (line: number, length: number, wanted: number) =>
    length >= wanted && (line % STEP_LINES === 0 || length >= 2 * wanted);
  const { prefix, suffix } = PREDICTION_WINDOW;
  let first = position.line;
  for (let length = 0; first > 0 && !isEnough(first, length, prefix); )
    length += (lines[--first] ?? '').length + 1;
  let end = position.line + 1;
  for (let length = 0; end < lines.length && !isEnough(lines.length - end, length, suffix); )
    length += (lines[end++] ?? '').length + 1;
  return {
    prefix: safeTail(
      [...tailsOf(lines.slice(first, position.line), 2 * prefix), linePrefix].join('\n'),
      2 * prefix,
    ),
    suffix: safeHead(
      [lineSuffix, ...headsOf(lines.slice(position.line + 1, end), 2 * suffix)].join('\n'),
      2 * suffix,
    ),
  };
}

/** Lines, as far as a window of that length can hold them: the rest of a long one need not be copied. */
const tailsOf = (lines: readonly string[], length: number): string[] =>
  lines.map((line) => line.slice(-length - 1));
const headsOf = (lines: readonly string[], length: number): string[] =>
  lines.map((line) => line.slice(0, length + 1));

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
