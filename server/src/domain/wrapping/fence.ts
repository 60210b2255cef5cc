import { type Fence, fenceOf, fenceRun, languageOf, openFence } from './fenceLines.ts';
import { codeBeside } from './info.ts';
import { hasNoBacktick } from './languages.ts';
import { firstWord, type Layer, lineAt, lineEnd, NOTHING_YET, type Said } from './layer.ts';
import { afterDiff } from './lineMarks.ts';
import type { Standpoint } from './standpoint.ts';

/** A fence's mark comes first. */
const SIGN = /^\s*[`~]/;

/** Takes an answer out of the fence around it; of several, out of the first that does not quote what stands. */
export const fenceLayer: Layer = { apply: unwrapFence, whole: SIGN, growing: SIGN };

function unwrapFence(said: Said, at: Standpoint): Said {
  const { text, isOver } = said;
  const start = firstWord(text);
  const line = lineAt(text, start);
  const end = start + line.length;
  const isWhole = end < text.length || isOver;
  const run = fenceRun(line);
  if (run === 0 || (run < 3 && !hasNoBacktick(at.languageId) && line.length > run)) return said;
  if (run < 3 && at.kind !== 'code' && line.length > run) return said;
  if (!isWhole) return NOTHING_YET;
  const inline = at.kind === 'code' ? inlineCode(line, at) : undefined;
  if (inline !== undefined) return { text: inline, isOver: true };
  const beside = at.kind === 'code' ? codeOnLine(line, at) : '';
  const fence = beside === '' ? fenceOf(line) : { mark: '`', length: run, info: '' };
  if (fence === undefined) return said;
  const isBelow = text.slice(0, start).includes('\n');
  const isWrapping = isAround(fence, said, { end, isBelow }, at);
  if (isWrapping === undefined) return NOTHING_YET;
  const from = beside === '' ? end + 1 : end - beside.length;
  if (!isWrapping) return said;
  return afterDiff(fence.info, inside(fence, { text: text.slice(from), isOver }, at), at);
}

/** The end of a fence's line that belongs to the answer. */
function codeOnLine(line: string, { languageId }: Standpoint): string {
  const run = fenceRun(line);
  const code = line.startsWith('`') && run >= 3 ? codeBeside(line.slice(run), languageId) : '';
  return code === '' ? '' : line.slice(line.lastIndexOf(code));
}

/** Returns the text between backticks that hold a whole line. */
function inlineCode(line: string, at: Standpoint): string | undefined {
  const text = line.trimEnd();
  const run = fenceRun(text);
  const marks = text.slice(0, run);
  if (!marks.startsWith('`') || !text.endsWith(marks) || text.length <= 2 * run) return undefined;
  const code = text.slice(run, -run);
  if (code.includes(run < 3 ? '`' : '```')) return undefined;
  return (run < 3 ? '' : codeBeside(code, at.languageId)) || code;
}

/** A list's mark, or a quotation's, in front of what may well be a fence. */
const LIST = /^[\s>]*(?:(?:[-*+]|\d{1,9}[.)])(?:\s+\[[ xX]\])?[\s>]*|(?<=\s)\[[ xX]\][\s>]*)?$/;

/** Where the line of a fence ends, and whether it is another line than the one that the answer begins on. */
interface Opening {
  readonly end: number;
  readonly isBelow: boolean;
}

/** True if a fence is a wrapper around the answer; `undefined` while what follows decides. */
function isAround(
  fence: Fence,
  said: Said,
  { end, isBelow }: Opening,
  at: Standpoint,
): boolean | undefined {
  switch (at.kind) {
    case 'code':
      return true;
    case 'string':
      return /^[\w+#.-]*$/.test(fence.info) && end < said.text.length;
    case 'prose':
      return isAroundProse(fence, isBelow, at);
    case 'ledComment':
      return isWithoutLeader(said, end, at);
    case 'block':
      if (at.state.close === '`' || !(isBelow || at.isAtLineStart)) return true;
      return endsBlock(fence, said, end, at);
  }
}

/** In prose a fence is content, but in the midst of a line, or where the block that is open is opened again. */
function isAroundProse(
  fence: Fence,
  isBelow: boolean,
  { linePrefix, surroundings }: Standpoint,
): boolean {
  if (!isBelow && !LIST.test(linePrefix)) return !/[`~]$/.test(linePrefix) && fence.mark === '`';
  const open = openFence(surroundings.before);
  if (open === undefined || open.info === '' || fence.info === '') return false;
  return languageOf(open.info) === languageOf(fence.info);
}

/** All lines of a fence in a comment begin as the comment's do. */
function isWithoutLeader({ text, isOver }: Said, end: number, at: Standpoint): boolean | undefined {
  const { leader } = at;
  for (let from = end + 1; from <= text.length; from = lineEnd(text, from) + 1) {
    const line = lineAt(text, from).trimStart();
    const isWhole = from < text.length && (lineEnd(text, from) < text.length || isOver);
    if (!isWhole && line.length < leader.length + 3) break;
    if (!line.startsWith(leader)) return true;
    if (isWhole && fenceRun(line.replace(/^[^\s`~]+\s*/, '')) >= 3) return false;
  }
  return isOver ? false : undefined;
}

/** A fence at the beginning of a line of a block is content, unless the block ends in it. */
function endsBlock(
  fence: Fence,
  { text, isOver }: Said,
  end: number,
  at: Standpoint,
): boolean | undefined {
  const { body, isClosed } = bodyOf(fence, { text: text.slice(end + 1), isOver });
  if (body.includes(at.state.close)) return true;
  return isClosed || isOver ? false : undefined;
}

function inside(fence: Fence, said: Said, at: Standpoint): Said {
  let rest = said;
  for (let count = 0; count < MAX_QUOTATIONS; count++) {
    const { body, isClosed, end } = bodyOf(fence, rest);
    if (at.kind !== 'code' || !(isClosed ? at.quotes(body) : at.mayQuote(body)))
      return { text: body, isOver: isClosed || said.isOver };
    if (!isClosed) return said.isOver ? { text: body, isOver: true } : NOTHING_YET;
    const next = nextFence(rest.text, end, said.isOver);
    if (next === undefined) return said.isOver ? { text: body, isOver: true } : NOTHING_YET;
    rest = { text: rest.text.slice(next), isOver: said.isOver };
  }
  return rest;
}

/** The most fences that may quote the document's text before one that answers. */
const MAX_QUOTATIONS = 4;

/** Where the content of the next fence begins; `undefined` if there is none yet. */
function nextFence(text: string, end: number, isOver: boolean): number | undefined {
  for (let from = end; from < text.length; from = lineEnd(text, from) + 1) {
    const isWhole = lineEnd(text, from) < text.length || isOver;
    if (isWhole && fenceOf(lineAt(text, from)) !== undefined) return lineEnd(text, from) + 1;
  }
  return undefined;
}

interface Body {
  readonly body: string;
  readonly isClosed: boolean;
  /** Where the line behind the fence begins. */
  readonly end: number;
}

/** Returns the content of a fence, as far as it is known; a fence in it that has an info string is a part of it. */
function bodyOf(fence: Fence, { text, isOver }: Said): Body {
  let depth = 0;
  for (let from = 0; from < text.length; from = lineEnd(text, from) + 1) {
    const line = lineAt(text, from);
    const end = from + line.length;
    const isWhole = end < text.length || isOver;
    if (!isWhole)
      return { body: text.slice(0, from) + lastLine(line, fence), isClosed: false, end };
    if (!line.includes(fence.mark.repeat(3))) continue;
    const other = fenceOf(line.includes('<') ? withoutToken(line) : line);
    if (other?.mark === fence.mark && other.info === '' && other.length >= fence.length) {
      if (depth === 0) return { body: text.slice(0, from), isClosed: true, end: end + 1 };
      depth--;
    } else if (other?.mark === fence.mark) {
      depth++;
    } else if (end === text.length && isEndOf(line, fence)) {
      const body = text.slice(0, from) + withoutMarks(line.trimEnd(), fence);
      return { body, isClosed: true, end };
    }
  }
  return { body: text, isClosed: false, end: text.length };
}

/** A line without the control token behind its marks. */
const withoutToken = (line: string): string =>
  line.replace(/<[|\uff5c/][^<>\n]{1,40}>\s{0,9}$/, '');

/** The last line while it grows: without what may close the fence, there or at its end. */
function lastLine(line: string, fence: Fence): string {
  if (line.trim() === '' || fenceRun(line.trim()) >= fence.length) return '';
  const rest = withoutMarks(line.trimEnd(), fence);
  if (rest.trim() === '') return '';
  return rest.length < line.trimEnd().length ? rest : line;
}

const withoutMarks = (line: string, { mark }: Fence): string => {
  let end = line.length;
  while (end > 0 && line.charAt(end - 1) === mark) end--;
  return line.slice(0, end);
};

/** True if a fence is closed behind the code of the last line, and not in a comment's line of its own. */
function isEndOf(line: string, fence: Fence): boolean {
  const text = line.trimEnd();
  const code = withoutMarks(text, fence);
  return (
    text.length - code.length >= fence.length && !/^\s*(?:[*#>;%]+|\/\/[/!]?|--+)\s*$/.test(code)
  );
}
