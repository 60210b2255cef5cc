/** Trims the end; a text of white space alone is no suggestion. */
export function dropBlank(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.trim() === '' ? '' : trimmed;
}
