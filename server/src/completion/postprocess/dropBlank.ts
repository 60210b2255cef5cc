import { indentOf } from '../syntax/indentation.ts';

/** The end of a text whose last line has the marks of a comment alone. */
const BARE_MARK = /\n[ \t]*(?:\/\/[/!]?|\*|#|--)$/;

/**
 * Trims the end; a text of white space alone is no suggestion. One line break stays behind several lines, and blanks behind
 * one, or behind a comment's marks: they tell how the text meets what follows the cursor.
 */
export function dropBlank(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.trim() === '') return '';
  const end = text.slice(trimmed.length);
  const blanks = indentOf(end);
  if (!end.includes('\n') || !trimmed.includes('\n')) return trimmed + blanks;
  return `${trimmed}${BARE_MARK.test(trimmed) ? blanks : ''}\n`;
}
