import { declaredLater, saysSomething } from './declaredAlready.ts';
import type { ShowContext } from './filter.ts';

/** Cuts a text before what it declares anew, the comments above that included. */
export function dropDeclared(text: string, { cursor }: ShowContext): string {
  const lines = text.split('\n');
  let end = declaredLater(text, cursor);
  if (end === -1) return text;
  while (end > 0 && !saysSomething(lines[end - 1] ?? '')) end--;
  return lines.slice(0, end).join('\n');
}
