import { groups, names } from './namedValues.ts';

/** Longest name, in UTF-16 units, that is compared: longer than any of ours, however mistyped. */
const MAX_LENGTH = 60;
/** A name is meant where no more than this share of it is mistyped. */
const MISTYPED_SHARE = 0.34;

/** Returns the setting, or group of settings, that a mistyped name probably means; `undefined` where none is near. */
export const nearestName = (name: string): string | undefined =>
  nearestOf(name, [...names, ...groups]);

/** Returns the name that a mistyped one probably means; `undefined` where none is near. */
export function nearestOf(name: string, known: readonly string[]): string | undefined {
  if (name.length > MAX_LENGTH) return undefined;
  const asked = name.toLowerCase();
  const last = (each: string) => each.slice(each.lastIndexOf('.') + 1).toLowerCase();
  const scored = known.map((each) => {
    const whole = distance(asked, each.toLowerCase());
    // A name in the wrong group is mistyped in its group alone.
    const isMoved = last(asked) === last(each);
    return { name: each, off: isMoved ? Math.min(whole, 1) + whole / 1_000 : whole };
  });
  const [best] = scored.sort((one, other) => one.off - other.off);
  return best !== undefined && best.off <= Math.max(1.1, asked.length * MISTYPED_SHARE)
    ? best.name
    : undefined;
}

/** Edits that make one text of another: one letter inserted, deleted or replaced, or two neighbors swapped (Damerau 1964; each place edited once). */
function distance(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let at = 1; at <= one.length; at++) {
    const next = [at];
    for (let to = 1; to <= other.length; to++) {
      const replaced = (row[to - 1] ?? 0) + (one[at - 1] === other[to - 1] ? 0 : 1);
      const isSwap = one[at - 1] === other[to - 2] && one[at - 2] === other[to - 1];
      const swapped = isSwap ? (before[to - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replaced, swapped, (row[to] ?? 0) + 1, (next[to - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row.at(-1) ?? 0;
}
