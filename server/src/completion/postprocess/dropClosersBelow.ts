import { linesBelow, type Place } from './filter.ts';

const CLOSER = /^\s*(?:[}\])]+[;,]?|end)$/;

/** Drops closing lines at the end of a text that already stand, equally indented, right below it. */
export function dropClosersBelow(text: string, place: Place): string {
  const below = linesBelow(place, 8).filter((line) => line.trim() !== '');
  const lines = text.split('\n');
  let closers = 0;
  while (closers < lines.length - 1 && CLOSER.test(lines.at(-1 - closers) ?? '')) closers++;
  for (let count = Math.min(closers, below.length); count > 0; count--) {
    const tail = lines.slice(-count);
    if (tail.every((line, index) => line.trimEnd() === below[index]?.trimEnd())) {
      return lines.slice(0, -count).join('\n');
    }
  }
  return text;
}
