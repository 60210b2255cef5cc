import { linesBelow, type ShowContext } from './filter.ts';

const CLOSERS = /^\s*[}\])]+[;,]?\s*$/;
const OPENS = /[{([]\s*$/;
/** Lines above that are searched for what opens the block. */
const MAX_LINES = 300;
const indentOf = (line: string): number => line.length - line.trimStart().length;
const bare = (line: string): string => line.replaceAll(/[\s;,]/g, '');

/** Drops closers on a line of their own, and nothing else, where the block that the cursor is in is closed right below. */
export function dropLoneClosers(text: string, place: ShowContext): string {
  const { linePrefix, lineSuffix } = place.cursor;
  const lines = text.trim().split('\n');
  const isAlone = lines.every((line) => CLOSERS.test(line));
  if (!isAlone || linePrefix.trim() !== '' || lineSuffix.trim() !== '') return text;
  const below = linesBelow(place, lines.length + 8).filter((line) => line.trim() !== '');
  if (!lines.every((line, index) => bare(line) === bare(below[index] ?? ''))) return text;
  return indentOf(below[0] ?? '') === openerIndent(place) ? '' : text;
}

/** How deep the line is indented that opens the block around the cursor, by indentation alone; -1 where none is found. */
function openerIndent({ cursor: { document, position } }: ShowContext): number {
  const first = Math.max(0, position.line - MAX_LINES);
  const above = document.lines.slice(first, position.line).filter((line) => line.trim() !== '');
  const last = above.at(-1);
  if (last === undefined) return -1;
  if (OPENS.test(last)) return indentOf(last);
  const opener = above.findLast((line) => indentOf(line) < indentOf(last));
  return opener !== undefined && OPENS.test(opener) ? indentOf(opener) : -1;
}
