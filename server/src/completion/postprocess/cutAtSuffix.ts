import { coveredLength } from './coverClosers.ts';
import type { Place } from './filter.ts';

/** Cuts from a text the end that already stands after the cursor on its line, unless it covers it. */
export function cutAtSuffix(text: string, { cursor }: Place): string {
  const following = cursor.lineSuffix.trimEnd();
  if (following === '' || coveredLength(text, cursor.lineSuffix) > 0) return text;
  for (let length = Math.min(following.length, text.length); length > 0; length--) {
    if (text.endsWith(following.slice(0, length))) return text.slice(0, -length);
  }
  return text;
}
