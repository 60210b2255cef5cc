import type { AskedPlace } from './filter.ts';
import { firstClosedLoop, loopAtEnd } from './loops.ts';

/** Equal lines in a row at which a model is taken to be stuck; of data there may be more. */
const MAX_EQUAL_LINES = 5;
const MAX_EQUAL_ROWS = 16;
/** Blocks of so many lines, so alike, that follow one another. */
const MIN_BLOCK_LINES = 2;
const MAX_BLOCK_LINES = 6;
const MAX_BLOCKS = 3;
/** A line of numbers and their marks: a row of a table, which may well be as the one above. */
const ROW = /^(?:0[xX](?=[\da-fA-F])|(?<=[\da-fA-FxX])[a-fA-FuUlL]|[\d\s,.;:+\-{}()[\]'"|])*$/;
const MARKDOWN_ROW = /^\s*\|.*\|\s*$/;
const isRow = (line: string): boolean =>
  (/\d/.test(line) && ROW.test(line)) || MARKDOWN_ROW.test(line);

/**
 * Cuts a text where a model begins to say the same again, keeping the first time. What the file itself repeats as often
 * stays.
 */
export const dropRepetition = (text: string, { document: { lines } }: AskedPlace): string =>
  cutLoops(cutBlocks(cutLines(text, lines), lines), lines);

function cutLines(text: string, own: readonly string[]): string {
  const lines = text.split('\n');
  let run = 1;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    run = line === lines[index - 1] && line.trim() !== '' ? run + 1 : 1;
    if (run < MAX_EQUAL_LINES || timesInARow([line], own) >= run) continue;
    if (!isRow(line)) return lines.slice(0, index - run + 2).join('\n');
    if (run > MAX_EQUAL_ROWS) return lines.slice(0, index).join('\n');
  }
  return text;
}

/** The same block of lines three times in a row: so many lines are as those a block above. */
function cutBlocks(text: string, own: readonly string[]): string {
  const lines = text.split('\n');
  for (let size = MIN_BLOCK_LINES; size <= MAX_BLOCK_LINES; size++) {
    let equal = 0;
    for (let index = size; index < lines.length; index++) {
      equal = lines[index] === lines[index - size] ? equal + 1 : 0;
      if (equal < (MAX_BLOCKS - 1) * size) continue;
      const start = index + 1 - MAX_BLOCKS * size;
      const block = lines.slice(start, start + size);
      if (block.every((line) => isRow(line) || line.trim() === '')) continue;
      if (timesInARow(block, own) >= MAX_BLOCKS) continue;
      return lines.slice(0, start + size).join('\n');
    }
  }
  return text;
}

/** How often a block of lines stands in a file in a row at the most; indentation does not count. */
function timesInARow(block: readonly string[], lines: readonly string[]): number {
  const wanted = block.map((line) => line.trim());
  const isAt = (start: number) =>
    wanted.every((line, offset) => lines[start + offset]?.trim() === line);
  let most = 0;
  for (let start = 0; start < lines.length; start++) {
    let times = 0;
    while (isAt(start + times * block.length)) times++;
    most = Math.max(most, times);
    if (times > 1) start += (times - 1) * block.length;
  }
  return most;
}

/** A loop that is content all the same: in a row of a table that fills a wide line; of one letter: hashes of zeros and the like. */
export const MAX_LOOP_LENGTH = 64;
const MAX_ROW_LENGTH = 160;
const MAX_RUN_LENGTH = 128;
/** The characters that rulers and boxes are drawn with, and how wide they get. */
const DRAWN = /^[\s=\-_*#~+/\\.:^<>|%&@!,;\u2500-\u259f\u25a0-\u25ff]*$/;
const MAX_RULER_LENGTH = 200;
/** A model that has come out of a loop was not stuck in it, unless it went on so long. */
export const MAX_CLOSED_LENGTH = 256;
const WORD = /^[\p{L}\p{N}]*$/u;

function cutLoops(text: string, own: readonly string[]): string {
  let rest = cutClosedLoop(text, own);
  for (let cut = cutLoopAtEnd(rest, own); cut !== rest; cut = cutLoopAtEnd(rest, own)) rest = cut;
  return rest;
}

/** Cuts at the first loop with something behind it. */
function cutClosedLoop(text: string, own: readonly string[]): string {
  let lineStart = 0;
  for (const line of text.split('\n')) {
    const loop = firstClosedLoop(line, MAX_CLOSED_LENGTH);
    if (loop !== undefined && !holds(own, line.slice(loop.start, loop.start + loop.length))) {
      const { start, period } = loop;
      return text.slice(0, lineStart + start) + firstTime(line.slice(start, start + period));
    }
    lineStart += line.length + 1;
  }
  return text;
}

function cutLoopAtEnd(text: string, own: readonly string[]): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart).trimEnd();
  const loop = loopAtEnd(line);
  if (loop === undefined || loop.length <= longest(line, loop.period, loop.length)) return text;
  const { start, period } = loop;
  if (holds(own, line.slice(start))) return text;
  return text.slice(0, lineStart + start) + firstTime(line.slice(start, start + period));
}

/** How long a loop at the end of a line may be that is content all the same. */
function longest(line: string, period: number, length: number): number {
  const once = line.slice(line.length - period);
  if (DRAWN.test(once)) return MAX_RULER_LENGTH;
  if (WORD.test(once)) return MAX_RUN_LENGTH;
  const isTable = isRow(line) && line.length - length <= line.search(/\S/);
  return isTable ? MAX_ROW_LENGTH : MAX_LOOP_LENGTH;
}

/** One letter of many says nothing. */
const firstTime = (once: string): string => (WORD.test(once) ? '' : once);

const holds = (lines: readonly string[], part: string): boolean =>
  lines.some((line) => line.includes(part));
