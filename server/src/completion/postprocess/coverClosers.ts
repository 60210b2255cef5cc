import type { Place } from './filter.ts';

/**
 * Where text follows the cursor on its line, the suggestion must stay on that line unless it covers
 * what follows: the editor shows nothing else (a range ends on its line).
 */
export function coverClosers(text: string, { cursor }: Place): string {
  const firstLineEnd = text.indexOf('\n');
  if (firstLineEnd === -1 || cursor.lineSuffix.trim() === '') return text;
  return coveredLength(text, cursor.lineSuffix) === cursor.lineSuffix.length
    ? text
    : text.slice(0, firstLineEnd);
}

/**
 * How much of what follows the cursor on its line the text replaces: all of it when its characters
 * occur in the text in order (the editor's own rule for what it shows), else nothing.
 */
export function coveredLength(text: string, lineSuffix: string): number {
  let found = 0;
  for (const character of text) {
    if (found < lineSuffix.length && lineSuffix.startsWith(character, found)) {
      found += character.length;
    }
  }
  return found === lineSuffix.length ? found : 0;
}
