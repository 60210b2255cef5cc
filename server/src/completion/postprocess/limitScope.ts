import type { Cursor } from '../cursor.ts';
import { isCloser } from '../syntax/closers.ts';
import type { ShowContext } from './filter.ts';

/** Lines of a paragraph that are shown at once: what one glance takes in. */
const PARAGRAPH_LINES = 2;
const CLOSING_TAG = /^\s*<\//;
/** Words that close a block, alone on their lines. */
const CLOSING_WORD = /^\s*(?:end|fi|done|esac)\b[;,)]*\s*$/;
const OPENS = /(?:[{([:]|=>)\s*$/;
/** White space, and a comment's marks with what is behind them. */
const MARGIN = /^\s*((?:\/\/[/!]?|\*|#|--)(?:\s+|$))?/;
const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * Shows what belongs together, judged by indentation alone, in any language: the rest of a line with the block
 * that it opens, or, where a line begins, the lines up to the next blank or shallower one. What is left is shown when
 * the cursor gets there.
 */
export const limitScope = (text: string, { cursor }: ShowContext): string => scopeOf(text, cursor);

/** The place as far as a scope depends on it. */
type ScopePlace = Pick<Cursor, 'linePrefix' | 'document'>;

function scopeOf(text: string, { linePrefix, document }: ScopePlace): string {
  const closes = (line: string) => isCloser(line, document.languageId) || CLOSING_TAG.test(line);
  const lines = text.split('\n');
  const isInLine = linePrefix.trim() !== '' && (lines[0]?.trim() !== '' || OPENS.test(linePrefix));
  const end = isInLine
    ? blockEnd(lines, linePrefix + (lines[0] ?? ''), closes)
    : paragraphEnd(lines, linePrefix, closes);
  return lines.slice(0, end).join('\n');
}

type Closes = (line: string) => boolean;

/** A line of which so much has come that it is known to open, close or go on. */
const TELLING = /^\s*(?:[^\s\p{L}\p{N}_$]|[\p{L}\p{N}_$]+[^\p{L}\p{N}_$])/u;

/**
 * True if all that would be shown at once of a text that is still growing has arrived: something behind it ends the
 * scope, or it is the rest of a line that opens nothing.
 */
export function isScopeWhole(text: string, cursor: ScopePlace): boolean {
  const lastBreak = text.lastIndexOf('\n');
  const isTelling = TELLING.test(text.slice(lastBreak + 1));
  const known = isTelling ? text : text.slice(0, Math.max(0, lastBreak));
  if (known.trim() === '') return false;
  const { linePrefix } = cursor;
  const firstBreak = text.indexOf('\n');
  const first = text.slice(0, firstBreak);
  const isRestOfLine = linePrefix.trim() !== '' && first.trim() !== '';
  if (isRestOfLine && firstBreak !== -1 && !OPENS.test(linePrefix + first)) return true;
  return scopeOf(known, cursor).length < known.length;
}

/**
 * After the line that closes what the first line opens; after the first line if it opens nothing. A block may begin at the
 * indentation of the line that opens it, as the cases of a switch do; in a comment lines are indented behind its marks.
 */
function blockEnd(lines: readonly string[], opener: string, closes: Closes): number {
  const isComment = MARGIN.exec(opener)?.[1] !== undefined;
  const widthOf = (line: string) =>
    isComment ? (MARGIN.exec(line)?.[0].length ?? 0) : indentOf(line);
  const textOf = (line: string) => (isComment ? line.slice(widthOf(line)) : line);
  const first = lines.find((line, index) => index > 0 && line.trim() !== '') ?? '';
  const isFlat = /[{:]\s*$/.test(opener) && widthOf(first) === widthOf(opener);
  const indent = isFlat && !closes(textOf(first)) ? widthOf(opener) - 1 : widthOf(opener);
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (textOf(line).trim() === '' || widthOf(line) > indent) continue;
    if (widthOf(line) < indent || !closes(textOf(line))) return withoutBlanks(lines, index);
    if (!OPENS.test(line)) return index + 1;
  }
  return lines.length;
}

/**
 * Before the first blank or shallower line after the one that the text begins with, and before
 * the first of its peers beyond the second line; behind the word that closes what the cursor's line opens.
 */
function paragraphEnd(lines: readonly string[], linePrefix: string, closes: Closes): number {
  const isAtLineEnd = linePrefix.trim() !== '';
  const start = lines.findIndex((line, index) => line.trim() !== '' && (index > 0 || !isAtLineEnd));
  if (start === -1) return lines.length;
  const first = lines[start] ?? '';
  const indent = start === 0 ? linePrefix.length + indentOf(first) : indentOf(first);
  for (let index = start + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') return index;
    if (indentOf(line) < indent) {
      const isLevel = isAtLineEnd && indentOf(line) === indentOf(linePrefix);
      return isLevel && CLOSING_WORD.test(line) ? index + 1 : index;
    }
    const mayBeNext = index >= start + PARAGRAPH_LINES && indentOf(line) === indent;
    if (mayBeNext && !closes(line)) return index;
  }
  return lines.length;
}

function withoutBlanks(lines: readonly string[], end: number): number {
  let last = end;
  while (last > 1 && lines[last - 1]?.trim() === '') last--;
  return last;
}
