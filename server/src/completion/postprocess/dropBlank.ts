import { indentOf } from '../syntax/indentation.ts';

/**
 * Trims the end; a text of white space alone is no suggestion. One line break stays behind several lines, and blanks behind
 * one: they tell how the text meets what follows the cursor.
 */
export function dropBlank(text: string): string {
  const trimmed = text.trimEnd();
  if (trimmed.trim() === '') return '';
  const end = text.slice(trimmed.length);
  if (end.includes('\n') && trimmed.includes('\n')) return `${trimmed}\n`;
  return trimmed + indentOf(end);
}
