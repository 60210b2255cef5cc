import { linesBelow, type Place } from './filter.ts';

/** Drops, or cuts, a text that repeats the next non-blank line below the cursor. */
export function dropEchoOfNextLine(text: string, place: Place): string {
  const next = linesBelow(place, 3)
    .find((line) => line.trim() !== '')
    ?.trim();
  if (next === undefined || next.length < 3) return text;
  const lines = text.split('\n');
  const echo = lines.findIndex((line, index) => {
    const shown = index === 0 ? place.cursor.linePrefix + line : line;
    return shown.trim() === next;
  });
  return echo === -1 ? text : lines.slice(0, echo).join('\n');
}
