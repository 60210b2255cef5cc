/** Lines of a document, first and last included, counted from 0. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Most lines of a block: more does not help a model and costs tokens. */
const MAX_BLOCK_LINES = 80;
/** Lines above and below a line that are looked at for where its block opens and ends. */
const MAX_LINES_AWAY = 1_000;

/**
 * The smallest block around a line that is worth showing on its own, judged by indentation: the line
 * that opens it, what is deeper, and the closing line. At the outermost level it is the statement,
 * bounded by blank lines. Never more than 80 lines.
 */
export function enclosingBlock(lines: readonly string[], line: number): LineRange {
  const depth = depthAt(lines, line);
  const top = Math.max(0, line - MAX_LINES_AWAY);
  let first = line;
  if (depth === 0) {
    while (first > top && !isBlank(lines[first - 1])) first--;
  } else {
    while (first > top && (isBlank(lines[first]) || indentOf(lines[first]) >= depth)) first--;
  }
  // Where it opens further away, it is what is at least as deep.
  const opening = first === top && top > 0 ? depth - 1 : indentOf(lines[first]);
  let last = line;
  const bottom = Math.min(lines.length - 1, line + MAX_LINES_AWAY);
  while (last < bottom && isInside(lines[last + 1], depth, opening)) last++;
  while (last > line && isBlank(lines[last])) last--;
  if (depth > 0 && isCloser(lines[last + 1], opening)) last++;
  return clamp({ first, last }, line);
}

const isInside = (line: string | undefined, depth: number, opening: number): boolean =>
  depth === 0 ? !isBlank(line) : isBlank(line) || indentOf(line) > opening;

export const isBlank = (line: string | undefined): boolean => (line ?? '').trim() === '';
/** Characters in front of a line's code. */
export const indentOf = (line: string | undefined): number => (line ?? '').search(/\S|$/);
/** A line that closes what another one has opened. */
export const CLOSER = /^\s*(?:[}\])]|end\b|<\/)/;
const isCloser = (line: string | undefined, indent: number): boolean =>
  line !== undefined && indentOf(line) === indent && CLOSER.test(line);

/** The indentation of the line, or of the nearest line with code above a blank one. */
function depthAt(lines: readonly string[], line: number): number {
  for (let index = line; index >= Math.max(0, line - MAX_LINES_AWAY); index--) {
    if (!isBlank(lines[index])) return indentOf(lines[index]);
  }
  return 0;
}

function clamp({ first, last }: LineRange, line: number): LineRange {
  if (last - first < MAX_BLOCK_LINES) return { first, last };
  const start = Math.max(first, line - MAX_BLOCK_LINES / 2);
  return { first: start, last: Math.min(last, start + MAX_BLOCK_LINES - 1) };
}
