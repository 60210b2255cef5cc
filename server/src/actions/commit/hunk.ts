import type { Pieces } from '../../base/turns.ts';
import type { DiffLines } from './diffLines.ts';

/** A hunk of a diff. */
export interface Hunk {
  /** Whole lines with their head, without a line end behind the last one. */
  readonly text: string;
  readonly added: number;
  readonly removed: number;
  /** Its lines, the head included. */
  readonly count: number;
}

/** Lines that a hunk still has on each side, the new one last. */
type Left = number[];

/** Longest head of a hunk: the line of code behind its numbers may be long. */
const MAX_HEAD = 1_000;

/** Lines that are read at once: some milliseconds. */
const LINES_A_PIECE = 10_000;

/** `@@ -1,2 +1,3 @@`, with one more sign and one more range for every further parent of a merge. */
export const isHunk = (lines: DiffLines): boolean => lines.startsWith('@@');

/** Reads the hunk that begins on this line; as many lines as its head says belong to it. */
export function* readHunk(lines: DiffLines, diff: string): Pieces<Hunk | undefined> {
  const left = countsIn(lines.head(MAX_HEAD));
  const start = lines.at;
  lines.next();
  if (left === undefined) return undefined;
  let [added, removed, end, count] = [0, 0, lines.at, 1];
  for (; !lines.isOver; lines.next()) {
    if (lines.sign !== '\\') {
      const kind = left.some((count) => count > 0) ? take(lines, left) : undefined;
      if (kind === undefined) break;
      if (kind === '+') added++;
      if (kind === '-') removed++;
    }
    end = lines.at + lines.length + 1;
    if (++count % LINES_A_PIECE === 0) yield;
  }
  return { text: diff.slice(start, end - 1), added, removed, count };
}

function countsIn(head: string): Left | undefined {
  const [signs = '', ...ranges] = head.split(' ');
  if (!/^@{2,20}$/.test(signs)) return undefined;
  const counts = ranges.slice(0, signs.length).map((range, index) => {
    const [, count = '1'] = /^[-+]\d{1,9}(?:,(\d{1,9}))?$/.exec(range) ?? NO_RANGE;
    const isLast = index === signs.length - 1;
    return range.startsWith(isLast ? '+' : '-') ? Number(count) : Number.NaN;
  });
  return counts.length === signs.length && counts.every(Number.isInteger) ? counts : undefined;
}

const NO_RANGE = ['', 'none'];

/** Counts a line of a hunk: added, removed or neither; `undefined` for one that is none. */
function take(lines: DiffLines, left: Left): '+' | '-' | ' ' | undefined {
  const parents = left.length - 1;
  const signs = lines.head(parents).padEnd(parents);
  if (!/^[-+ ]+$/.test(signs)) return undefined;
  const isRemoved = signs.includes('-');
  const has = (sign: string) => sign === (isRemoved ? '-' : ' ');
  for (let index = 0; index < parents; index++) {
    if (has(signs.charAt(index))) left[index] = (left[index] ?? 0) - 1;
  }
  if (isRemoved) return '-';
  left[parents] = (left[parents] ?? 0) - 1;
  return signs.includes('+') ? '+' : ' ';
}
