import { marksOf } from '../syntax/marks.ts';
import { nestingOf } from '../syntax/nesting.ts';
import { linesBelow, type ShowContext } from './filter.ts';

const BRACKETS = /^\s*[}\])]+[;,]?$/;
const END = /^\s*end$/;
/** The end of every text whose last line is one of these. */
export const CLOSING_END = /(?:[}\])][;,]?|end)[^\S\n]*$/;
const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * Drops closing lines at the end of a text that already stand, equally indented, right below it. What closes a block of the
 * text's own stays, unless the closer below is as deep as the cursor's line: that waits for the line that opens it.
 */
export function dropClosersBelow(text: string, place: ShowContext): string {
  const lines = text.split('\n');
  const closers = closingLines(lines, place);
  const below = linesBelow(place, 8).filter((line) => line.trim() !== '');
  for (let count = Math.min(closers, below.length); count > 0; count--) {
    const tail = lines.slice(-count);
    if (tail.every((line, index) => line.trimEnd() === below[index]?.trimEnd())) {
      return lines.slice(0, -count).join('\n');
    }
  }
  return text;
}

/** How many lines at the end close what the text itself has not opened, or what the document closes. */
function closingLines(lines: readonly string[], { cursor }: ShowContext): number {
  const { linePrefix, document } = cursor;
  const own = indentOf(linePrefix);
  const isLineBegun = linePrefix.trim() !== '';
  let closers = 0;
  for (; closers < lines.length - 1; closers++) {
    const line = (lines.at(-1 - closers) ?? '').trimEnd();
    const isWord =
      END.test(line) && (indentOf(line) === own || !endsOwn(lines, closers, isLineBegun));
    if (!BRACKETS.test(line) && !isWord) break;
  }
  if (closers === 0) return 0;
  const { outer } = nestingOf(lines.join('\n'), marksOf(document.languageId));
  const outside = new Set(outer.map(({ start }) => lineOf(lines, start)));
  let count = 0;
  while (count < closers) {
    const index = lines.length - 1 - count;
    const line = lines[index] ?? '';
    if (BRACKETS.test(line.trimEnd()) && !outside.has(index) && indentOf(line) !== own) break;
    count++;
  }
  return count;
}

function lineOf(lines: readonly string[], offset: number): number {
  let start = 0;
  for (const [index, line] of lines.entries()) {
    start += line.length + 1;
    if (offset < start) return index;
  }
  return lines.length - 1;
}

/** True if, by indentation, the word at so many lines from the end closes a block whose first line is in the text. */
function endsOwn(lines: readonly string[], fromEnd: number, isLineBegun: boolean): boolean {
  const index = lines.length - 1 - fromEnd;
  const indent = indentOf(lines[index] ?? '');
  const before = lines.slice(isLineBegun ? 1 : 0, index);
  const opener = before.findLast((line) => line.trim() !== '' && indentOf(line) <= indent);
  return opener !== undefined && !END.test(opener) && indentOf(opener) === indent;
}
