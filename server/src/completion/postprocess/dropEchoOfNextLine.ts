import { marksOf } from '../syntax/marks.ts';
import { nestingOf } from '../syntax/nesting.ts';
import { linesBelow, type ShowContext } from './filter.ts';

/** Characters of a line after which the user wants it, whatever is below. */
export const BEGUN_LENGTH = 4;
/** Lines that are compared as a whole, and the share of characters in which they may differ. */
const COMPARED_LINES = 3;
/** Characters that are compared: in a time that grows as their square. */
const COMPARED_LENGTH = 4_000;
const TOLERANCE = 0.05;

/** Drops, or cuts, a text that repeats what stands below the cursor. */
export const dropEchoOfNextLine = (text: string, place: ShowContext): string =>
  withoutNextLine(withoutLinesBelow(text, place), place);

/** Cuts the last lines where the one before them ends as the cursor's line does, and they are the lines below that. */
function withoutLinesBelow(text: string, place: ShowContext): string {
  const ending = place.cursor.lineSuffix.trim();
  if (ending === '') return text;
  const lines = text.trimEnd().split('\n');
  const below = linesBelow(place, lines.length).map((line) => line.trim());
  const last = lines.findIndex(
    (line, index) =>
      index < lines.length - 1 &&
      line.trimEnd().endsWith(ending) &&
      lines.slice(index + 1).every((each, offset) => each.trim() === below[offset]),
  );
  if (last === -1) return text;
  const beginning = lines.slice(0, last + 1).join('\n');
  const own = beginning.trimEnd().slice(0, -ending.length);
  return closesOwn(own, text.slice(own.length), place) ? text : beginning;
}

/** True if what follows a beginning of a text closes something that the beginning has opened. */
function closesOwn(beginning: string, rest: string, { cursor }: ShowContext): boolean {
  const marks = marksOf(cursor.document.languageId);
  const { open } = nestingOf(beginning, marks);
  return nestingOf(rest, marks, { open, firm: open.length }).firm < open.length;
}

function withoutNextLine(text: string, place: ShowContext): string {
  const below = linesBelow(place, 8).filter((line) => line.trim() !== '');
  const next = below[0]?.trim();
  if (next === undefined || next.length < 3) return text;
  const lines = text.split('\n');
  const isBegun = place.cursor.linePrefix.trim().length >= BEGUN_LENGTH;
  if (!isBegun && resemblesBelow(place.cursor.linePrefix + text, below)) return '';
  // Before the rest of a line nothing is shown half; else a block's end may be left to what stands below.
  const isWhole = place.cursor.lineSuffix.trim() !== '';
  const echo = lines.findIndex((line, index) => {
    if (index === 0 && isBegun) return false;
    const shown = index === 0 ? place.cursor.linePrefix + line : line;
    if (shown.trim() !== next) return false;
    const rest = isWhole ? lines.slice(index).join('\n') : line;
    const above = lines.slice(0, index).map((each) => `${each}\n`);
    return !closesOwn(above.join(''), rest, place);
  });
  return echo === -1 ? text : lines.slice(0, echo).join('\n');
}

/** True if the first lines of a text, two at least, are those below with a character changed here and there. */
function resemblesBelow(text: string, below: readonly string[]): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const count = Math.min(COMPARED_LINES, lines.length, below.length);
  if (count < 2) return false;
  const [one, other] = [lines, below].map((each) =>
    each.slice(0, count).join('\n').trim().slice(0, COMPARED_LENGTH),
  );
  if (one === undefined || other === undefined) return false;
  const allowed = Math.floor(TOLERANCE * Math.max(one.length, other.length));
  return distanceWithin(one, other, allowed);
}

/** True if two texts are at most `allowed` edits apart: a band of the table of Wagner and Fischer (Ukkonen 1985). */
function distanceWithin(one: string, other: string, allowed: number): boolean {
  if (Math.abs(one.length - other.length) > allowed) return false;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = new Array<number>(other.length + 1).fill(Number.POSITIVE_INFINITY);
    if (at <= allowed) next[0] = at;
    const last = Math.min(other.length, at + allowed);
    for (let column = Math.max(1, at - allowed); column <= last; column++) {
      const changed = one[at - 1] === other[column - 1] ? 0 : 1;
      next[column] = Math.min(
        (row[column - 1] as number) + changed,
        (row[column] as number) + 1,
        (next[column - 1] as number) + 1,
      );
    }
    row = next;
  }
  return (row[other.length] as number) <= allowed;
}
