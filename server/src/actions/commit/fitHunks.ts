import type { Hunk } from './hunk.ts';
import { fairShares } from './shares.ts';

/** Longest mark for what is left out, with its line end. */
const MARK = 48;
/** Hunks of a file that are shown at most. */
const MAX_HUNKS = 2_000;

/** The hunks of a file in a room, in their order, each with a line end in front. A hunk that does not fit is cut at whole lines, and says so. */
export function fitHunks(hunks: readonly Hunk[], room: number): string {
  const looked = hunks.slice(0, MAX_HUNKS);
  const needs = looked.map(({ text }) => text.length + 1);
  const isAll = looked.length === hunks.length;
  const isWhole = isAll && needs.reduce((sum, need) => sum + need, 0) <= room;
  // Room for the last mark, which counts what has no room at all.
  const shares = isWhole ? needs : fairShares(needs, room - MARK);
  let missing = hunks.length - looked.length;
  const parts = looked.map((hunk, index) => {
    const part = begun(hunk, (shares[index] ?? 0) - 1);
    if (part === '') missing++;
    return part === '' ? '' : `\n${part}`;
  });
  const isTold = missing > 0 && room >= MARK;
  return parts.join('') + (isTold ? `\n${mark(missing, 'part')}` : '');
}

/** A hunk's first whole lines with a mark for the others; nothing where no line fits behind its head. */
function begun({ text, count }: Hunk, room: number): string {
  if (text.length <= room) return text;
  const end = room < MARK ? -1 : text.lastIndexOf('\n', room - MARK);
  if (end <= text.indexOf('\n')) return '';
  const shown = text.slice(0, end);
  return `${shown}\n${mark(count - shown.split('\n').length, 'line')}`;
}

const mark = (count: number, what: string): string =>
  `[… ${count} more ${what}${count === 1 ? '' : 's'} not shown]`;
