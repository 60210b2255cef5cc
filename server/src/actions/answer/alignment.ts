import { likeness, traitsOf } from './likeness.ts';
import type { Solid } from './line.ts';

/** Below it two lines are two lines, not one that was changed. Tuned on half of bench/text/fixes.ts. */
export const MIN_LIKENESS = 0.5;
/** Beyond this many cells lines are no longer compared one by one. */
const MAX_CELLS = 100_000;

/** A line of the block and the line of the answer that takes its place. */
export interface Pair {
  /** Its place among the block's lines with code. */
  readonly old: number;
  /** Its place among the answer's lines with code. */
  readonly now: number;
  /** 1 for lines that differ in white space at most. */
  readonly likeness: number;
}

/**
 * Pairs the lines of two texts in order, so that the sum of likeness is largest (Needleman and Wunsch
 * without a price for gaps). `undefined` for texts too long to be compared.
 */
export function align(old: readonly Solid[], now: readonly Solid[]): Pair[] | undefined {
  if (old.length * now.length > MAX_CELLS) return undefined;
  const scores = likenessTable(old, now);
  const width = now.length + 1;
  const best = new Float64Array((old.length + 1) * width);
  const weight = (i: number, j: number) => gain(scores[i * now.length + j] ?? 0, old[i]?.text);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const paired = weight(i, j);
      const both = paired > 0 ? paired + at(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(both, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < old.length && j < now.length; ) {
    const paired = weight(i, j);
    if (paired > 0 && at(i, j) === paired + at(i + 1, j + 1)) {
      pairs.push({ old: i, now: j, likeness: scores[i * now.length + j] ?? 0 });
      i++;
      j++;
    } else if (at(i, j) === at(i + 1, j)) i++;
    else j++;
  }
  return pairs;
}

/** A bracket alone says little about where one is; equal lines say more than similar ones. */
function gain(score: number, text = ''): number {
  if (score < MIN_LIKENESS) return 0;
  const scale = text.length < 3 ? 0.3 : 1;
  return scale * (score === 1 ? 1 : score * 0.8);
}

function likenessTable(old: readonly Solid[], now: readonly Solid[]): Float64Array {
  const ours = old.map(({ text }) => traitsOf(text));
  const theirs = now.map(({ text }) => traitsOf(text));
  const table = new Float64Array(old.length * now.length);
  for (const [i, one] of ours.entries()) {
    for (const [j, other] of theirs.entries()) {
      // More cannot be in common than the smaller one has.
      const most = (2 * Math.min(one.size, other.size)) / (one.size + other.size);
      table[i * now.length + j] = most < MIN_LIKENESS ? 0 : likeness(one, other);
    }
  }
  return table;
}
