import type { RoomyContext } from './filter.ts';

/** Shows no more lines than the user allows; the rest is served as the cursor reaches it. */
export function limitLines(text: string, { maxLines }: RoomyContext): string {
  const lines = text.trimEnd().split('\n');
  return lines.length > maxLines ? `${lines.slice(0, maxLines).join('\n')}\n` : text;
}
