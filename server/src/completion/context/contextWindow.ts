import { stableTail } from '../../base/stableTail.ts';
import { PREDICTION_WINDOW, type PredictionQuery } from '../../domain/predictor.ts';
import type { Cursor } from '../cursor.ts';

/** Lines that windows grow and move by, so that most edits leave both borders where they are. */
const STEP_LINES = 32;
/** A window above moves by so many lines, so that it seldom moves: all behind its start is evaluated anew when it does. */
const PREFIX_STRIDE_LINES = 96;
const LEAST_PREFIX_LINES = 64;
const SUFFIX_LINES = 32;

/**
 * Text before the cursor, from a line whose number is a multiple of 96, or behind that where so much text is too long: typing on seldom moves
 * the window's start. The same text stands there whenever the cursor comes back.
 */
export function prefixWindow(
  { document, position, linePrefix }: Cursor,
  length: number,
  kept: number,
): string {
  const usual =
    Math.floor((position.line - LEAST_PREFIX_LINES) / PREFIX_STRIDE_LINES) * PREFIX_STRIDE_LINES;
  const above = tailsOf(document.lines.slice(Math.max(0, usual), position.line), length);
  return stableTail([...above, stableTail(linePrefix, length, kept)].join('\n'), length, kept);
}

/**
 * Text behind the cursor, at most so many characters: whole lines, up to one that is a multiple of 32 lines from the document's end, so
 * that typing does not move its end. The rest of the cursor's line is always there, and of what follows as much of a line as fits.
 */
export function suffixWindow(
  { document: { lines }, position, lineSuffix }: Cursor,
  length: number,
): string {
  const left = lines.length - position.line - SUFFIX_LINES;
  const end = lines.length - Math.max(0, Math.floor(left / STEP_LINES) * STEP_LINES);
  const below = headsOf(lines.slice(position.line + 1, end), length);
  const text = [lineSuffix, ...below].join('\n');
  if (text.length <= length) return text;
  const lineEnd = text.lastIndexOf('\n', length);
  // Half of a line tells more than nothing below.
  return lineEnd > lineSuffix.length ? text.slice(0, lineEnd) : safeHead(text, length);
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
