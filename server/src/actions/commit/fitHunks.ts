import type { Hunk } from './hunk.ts';
import { fairShares } from './shares.ts';

/** Longest mark for what is left out, with its line end. */
const MARK = 48;

/** The hunks of a file in a room, in their order, each with a line end in front. A hunk that does not fit is cut at whole lines, and says so. */
export function fitHunks(hunks: readonly Hunk[], room: number): string {
  const needs = hunks.map(({ text }) => text.length + 1);
  const isWhole = needs.reduce((sum, need) => sum + need, 0) <= room;
  // Room for the last mark, which counts what has no room at all.
  const shares = isWhole ? needs : fairShares(needs, room - MARK);
  let missing = 0;
  const parts = hunks.map(({ text }, index) => {
    const part = begun(text, (shares[index] ?? 0) - 1);
    if (part === '') missing++;
    return part === '' ? '' : `\n${part}`;
  });
  const isTold = missing > 0 && room >= MARK;
  return parts.join('') + (isTold ? `\n${mark(missing, 'part')}` : '');
}

/** A hunk's first whole lines with a mark for the others; nothing where no line fits behind its head. */
function begun(text: string, room: number): string {
  if (text.length <= room) return text;
  const end = room < MARK ? -1 : text.lastIndexOf('\n', room - MARK);
  if (end <= text.indexOf('\n')) return '';
  let lines = 0;
  for (let at = end; at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return `${text.slice(0, end)}\n${mark(lines, 'line')}`;
}

const mark = (count: number, what: string): string =>
  `[… ${count} more ${what}${count === 1 ? '' : 's'} not shown]`;
