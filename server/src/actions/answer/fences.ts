import { indentOf, isBlank } from './line.ts';

/** The text between two lines of a Markdown code fence. */
export interface Fenced {
  readonly info: string;
  readonly lines: readonly string[];
}

export interface Fences {
  /** Every pair of lines that may open and close a fence. */
  readonly pieces: readonly Fenced[];
  /** True if there is a line that could be one of a fence. */
  readonly isAny: boolean;
  /** True if, read from above, the last fence is not closed. */
  readonly isOpen: boolean;
}

interface FenceLine {
  readonly line: number;
  readonly sign: string;
  readonly length: number;
  readonly indent: string;
  readonly info: string;
}

/** Fences that are looked at from either end of an answer. */
const MAX_FROM_ENDS = 8;

/**
 * The fences of an answer (CommonMark §4.5: at least three backticks or tildes, closed by as many of the same).
 * A block may hold fences itself, and models do not lengthen the outer one then, so that every pair of lines
 * that could open and close one is a piece; the reader takes the one that is most like the block.
 */
export function fencesIn(text: string): Fences {
  const lines = text.split('\n');
  const marks = lines.flatMap((line, index) => fenceLine(line, index) ?? []);
  const openers = marks.slice(0, MAX_FROM_ENDS);
  const closers = marks.slice(-MAX_FROM_ENDS);
  const { pairs, isOpen } = fromAbove(marks);
  const all = new Map<string, readonly [FenceLine, FenceLine]>();
  const add = (open: FenceLine, close: FenceLine) =>
    all.set(`${open.line} ${close.line}`, [open, close]);
  for (const [open, close] of pairs.slice(-MAX_FROM_ENDS)) add(open, close);
  for (const open of openers) {
    for (const close of closers) if (closes(open, close)) add(open, close);
  }
  const last = marks.at(-1);
  const kept = [...all.values()]
    .filter(([, close]) => !isOpen || close === last)
    .toSorted(([one], [other]) => one.line - other.line);
  const pieces = kept.map(([open, close]) => ({
    info: open.info,
    lines: withoutIndent(lines.slice(open.line + 1, close.line), open.indent),
  }));
  return { pieces, isAny: marks.length > 0, isOpen };
}

/** Lines of a fence without the indentation of the line that opens it, as in a list. */
function withoutIndent(lines: readonly string[], indent: string): readonly string[] {
  const isIndented = lines.every((line) => isBlank(line) || line.startsWith(indent));
  return isIndented ? lines.map((line) => line.slice(indent.length)) : lines;
}

function fenceLine(line: string, index: number): FenceLine | undefined {
  const text = line.trim();
  const sign = text[0];
  if (sign !== '`' && sign !== '~') return undefined;
  let length = 0;
  while (text[length] === sign) length++;
  const info = text.slice(length).trim();
  if (length < 3 || (sign === '`' && info.includes('`'))) return undefined;
  return { line: index, sign, length, info, indent: indentOf(line) };
}

const closes = (open: FenceLine, close: FenceLine): boolean =>
  close.line > open.line &&
  close.info === '' &&
  close.sign === open.sign &&
  close.length >= open.length;

/** Pairs as a reader of Markdown sees them, from the first line on. */
function fromAbove(marks: readonly FenceLine[]): {
  pairs: (readonly [FenceLine, FenceLine])[];
  isOpen: boolean;
} {
  const pairs: (readonly [FenceLine, FenceLine])[] = [];
  let open: FenceLine | undefined;
  for (const mark of marks) {
    if (open === undefined) open = mark;
    else if (closes(open, mark)) {
      pairs.push([open, mark]);
      open = undefined;
    }
  }
  return { pairs, isOpen: open !== undefined };
}
