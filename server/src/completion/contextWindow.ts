import type { GenerationRequest } from '../domain/generation.ts';
import type { Cursor } from './cursor.ts';

/** Lines that windows grow and move by, so that most edits leave both borders where they are. */
const STEP_LINES = 32;
const PREFIX_LINES = 96;
const SUFFIX_LINES = 32;
const MAX_PREFIX_LENGTH = 8_000;
const MAX_SUFFIX_LENGTH = 3_000;
const TOKENS_PER_LINE = 16;

export interface RequestOptions {
  readonly maxLines: number;
}

/** The request for what belongs at a cursor. */
export function completionRequest(cursor: Cursor, { maxLines }: RequestOptions): GenerationRequest {
  const oneLine = cursor.lineSuffix.trim() !== '';
  const stopRule = oneLine
    ? ({ name: 'line', version: 1 } as const)
    : ({
        name: 'block',
        version: 1,
        maxLines,
        indent: cursor.linePrefix.search(/\S|$/),
        opensBlock: cursor.linePrefix.trim() !== '',
      } as const);
  return {
    task: 'completion',
    input: { kind: 'infill', prefix: prefixWindow(cursor), suffix: suffixWindow(cursor) },
    languageId: cursor.languageId,
    maxOutputTokens: (oneLine ? 4 : maxLines) * TOKENS_PER_LINE,
    temperature: 0,
    stopRule,
  };
}

/**
 * Text before the cursor, from a line whose number is a multiple of 32: typing on does not move the
 * window's start, and so does not change the keys of neighbouring requests more than it must.
 */
function prefixWindow({ before, position }: Cursor): string {
  const firstLine = Math.max(
    0,
    Math.floor((position.line - PREFIX_LINES) / STEP_LINES) * STEP_LINES,
  );
  let start = backOverLines(before, position.line - firstLine);
  while (before.length - start > MAX_PREFIX_LENGTH) {
    const next = forwardOverLines(before, start, STEP_LINES);
    if (next === start || next >= before.length) return safeTail(before, MAX_PREFIX_LENGTH);
    start = next;
  }
  return before.slice(start);
}

function suffixWindow({ after, position }: Cursor): string {
  const lastLine = Math.ceil((position.line + SUFFIX_LINES) / STEP_LINES) * STEP_LINES;
  const end = forwardOverLines(after, 0, lastLine - position.line);
  return safeHead(after.slice(0, end), MAX_SUFFIX_LENGTH);
}

function backOverLines(text: string, lines: number): number {
  let at = text.length;
  for (let passed = 0; passed <= lines; passed++) {
    at = text.lastIndexOf('\n', at - 1);
    if (at === -1 || at === 0) return passed === lines && at === 0 ? 1 : 0;
  }
  return at + 1;
}

function forwardOverLines(text: string, start: number, lines: number): number {
  let at = start;
  for (let passed = 0; passed < lines; passed++) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    at = end + 1;
  }
  return at;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

function safeTail(text: string, length: number): string {
  const start = text.length - length;
  return text.slice(isLowSurrogate(text.charCodeAt(start)) ? start + 1 : start);
}

function safeHead(text: string, length: number): string {
  if (text.length <= length) return text;
  return text.slice(0, isLowSurrogate(text.charCodeAt(length)) ? length - 1 : length);
}
