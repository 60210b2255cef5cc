import { linesBelow, type Place } from './filter.ts';

/** Who has typed so much of a line wants it, whatever stands below. */
const BEGUN_LENGTH = 4;

/** Drops, or cuts, a text that repeats the next non-blank line below the cursor. */
export function dropEchoOfNextLine(text: string, place: Place): string {
  const next = linesBelow(place, 3)
    .find((line) => line.trim() !== '')
    ?.trim();
  if (next === undefined || next.length < 3) return text;
  const lines = text.split('\n');
  const isBegun = place.cursor.linePrefix.trim().length >= BEGUN_LENGTH;
  const echo = lines.findIndex((line, index) => {
    if (index === 0 && isBegun) return false;
    const shown = index === 0 ? place.cursor.linePrefix + line : line;
    return shown.trim() === next;
  });
  return echo === -1 ? text : lines.slice(0, echo).join('\n');
}
