import type { Place } from './filter.ts';

/** Lines of a paragraph that are shown at once: what one glance takes in. */
const PARAGRAPH_LINES = 2;
const CLOSER = /^\s*(?:[}\])]|end\b|<\/)/;
const OPENS = /(?:[{([:]|=>)\s*$/;
const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * Shows what belongs together, judged by indentation alone, in any language: the rest of a line with the block
 * that it opens, or, where a line begins, the lines up to the next blank or shallower one. What is left is shown when
 * the cursor gets there.
 */
export function limitScope(text: string, { cursor }: Place): string {
  const lines = text.split('\n');
  const { linePrefix } = cursor;
  const isInLine = linePrefix.trim() !== '' && (lines[0]?.trim() !== '' || OPENS.test(linePrefix));
  const end = isInLine ? blockEnd(lines, indentOf(linePrefix)) : paragraphEnd(lines, linePrefix);
  return lines.slice(0, end).join('\n');
}

/** After the line that closes what the first line opens; after the first line if it opens nothing. */
function blockEnd(lines: readonly string[], indent: number): number {
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) > indent) continue;
    if (indentOf(line) < indent || !CLOSER.test(line)) return withoutBlanks(lines, index);
    if (!OPENS.test(line)) return index + 1;
  }
  return lines.length;
}

/**
 * Before the first blank or shallower line after the one that the text begins with, and before
 * the first of its peers beyond the second line.
 */
function paragraphEnd(lines: readonly string[], linePrefix: string): number {
  const isAtLineEnd = linePrefix.trim() !== '';
  const start = lines.findIndex((line, index) => line.trim() !== '' && (index > 0 || !isAtLineEnd));
  if (start === -1) return lines.length;
  const first = lines[start] ?? '';
  const indent = start === 0 ? linePrefix.length + indentOf(first) : indentOf(first);
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '' || indentOf(line) < indent) return index;
    const isPeer = indentOf(line) === indent && !CLOSER.test(line);
    if (isPeer && index >= start + PARAGRAPH_LINES) return index;
  }
  return lines.length;
}

function withoutBlanks(lines: readonly string[], end: number): number {
  let last = end;
  while (last > 1 && lines[last - 1]?.trim() === '') last--;
  return last;
}
