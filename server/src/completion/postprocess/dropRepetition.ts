/** Equal lines in a row at which a model is taken to be stuck; of data there may be more. */
const MAX_EQUAL_LINES = 5;
const MAX_EQUAL_ROWS = 16;
/** Blocks of so many lines, so alike, that follow one another. */
const MIN_BLOCK_LINES = 2;
const MAX_BLOCK_LINES = 6;
const MAX_BLOCKS = 3;
/** A line of numbers and their marks: a row of a table, which may well be as the one above. */
const ROW = /^(?:0[xX](?=[\da-fA-F])|(?<=[\da-fA-FxX])[a-fA-FuUlL]|[\d\s,.;:+\-{}()[\]'"|])*$/;
const isRow = (line: string): boolean => /\d/.test(line) && ROW.test(line);

/** Cuts a text where a model begins to say the same again, keeping the first time. */
export const dropRepetition = (text: string): string => cutLoop(cutBlocks(cutLines(text)));

function cutLines(text: string): string {
  const lines = text.split('\n');
  let run = 1;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    run = line === lines[index - 1] && line.trim() !== '' ? run + 1 : 1;
    if (run < MAX_EQUAL_LINES) continue;
    if (!isRow(line)) return lines.slice(0, index - run + 2).join('\n');
    if (run > MAX_EQUAL_ROWS) return lines.slice(0, index).join('\n');
  }
  return text;
}

/** The same block of lines three times in a row: so many lines are as those a block above. */
function cutBlocks(text: string): string {
  const lines = text.split('\n');
  for (let size = MIN_BLOCK_LINES; size <= MAX_BLOCK_LINES; size++) {
    let equal = 0;
    for (let index = size; index < lines.length; index++) {
      equal = lines[index] === lines[index - size] ? equal + 1 : 0;
      if (equal < (MAX_BLOCKS - 1) * size) continue;
      const start = index + 1 - MAX_BLOCKS * size;
      const block = lines.slice(start, start + size);
      if (block.every((line) => isRow(line) || line.trim() === '')) continue;
      return lines.slice(0, start + size).join('\n');
    }
  }
  return text;
}

/** A loop at the end of the last line: so many characters that are the same few again and again, so many times. */
const MIN_LOOP_LENGTH = 64;
const MIN_LOOPS = 3;
const MAX_PERIOD = 200;
/** A row of a table that fills a wide line, and runs of one letter: hashes of zeros and the like. */
const MAX_ROW_LENGTH = 160;
const MAX_RUN_LENGTH = 128;
/** What rulers and boxes are drawn with, and how wide they get. */
const DRAWN = /^[\s=\-_*#~+/\\.:^<>|%&@!,;\u2500-\u259f\u25a0-\u25ff]*$/;
const MAX_RULER_LENGTH = 200;

function cutLoop(text: string): string {
  let rest = text;
  for (let cut = cutOnce(rest); cut !== rest; cut = cutOnce(rest)) rest = cut;
  return rest;
}

function cutOnce(text: string): string {
  const lineStart = text.lastIndexOf('\n') + 1;
  const line = text.slice(lineStart).trimEnd();
  const loop = loopAtEnd(line);
  if (loop === undefined || loop.length <= longest(line, loop)) return text;
  const before = line.slice(0, line.length - loop.length);
  const once = line.slice(line.length - loop.length, line.length - loop.length + loop.period);
  // One letter of many says nothing.
  const isWord = /^[\p{L}\p{N}]*$/u.test(once);
  return text.slice(0, lineStart) + before + (isWord ? '' : once);
}

/** How long a loop may be that is content all the same. */
function longest(line: string, { period, length }: Loop): number {
  const once = line.slice(line.length - period);
  if (DRAWN.test(once)) return MAX_RULER_LENGTH;
  if (/^[\p{L}\p{N}]*$/u.test(once)) return MAX_RUN_LENGTH;
  const isTable = isRow(line) && line.length - length <= line.search(/\S/);
  return isTable ? MAX_ROW_LENGTH : MIN_LOOP_LENGTH;
}

interface Loop {
  readonly period: number;
  readonly length: number;
}

/** The longest end of a line with a short period, by the failure function of Knuth, Morris, Pratt 1977. */
function loopAtEnd(line: string): Loop | undefined {
  const last = line.length - 1;
  const failure = [0];
  let found: Loop | undefined;
  for (let at = 1, length = 0; at < line.length; at++) {
    const character = line.charCodeAt(last - at);
    while (length > 0 && character !== line.charCodeAt(last - length)) {
      length = failure[length - 1] ?? 0;
    }
    if (character === line.charCodeAt(last - length)) length++;
    failure.push(length);
    const period = at + 1 - length;
    const isLoop =
      at + 1 >= MIN_LOOP_LENGTH && at + 1 >= MIN_LOOPS * period && period <= MAX_PERIOD;
    if (isLoop && (found === undefined || period <= found.period))
      found = { period, length: at + 1 };
  }
  return found;
}
