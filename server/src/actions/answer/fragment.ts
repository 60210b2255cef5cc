import { MIN_LIKENESS } from './alignment.ts';
import { likeness, traitsOf } from './likeness.ts';
import type { Solid } from './line.ts';

/** How much more alike than at any other place a few lines must be where they are put. */
const MIN_LEAD = 0.1;

/**
 * Where a few lines belong among those of the block: the number of block lines above, `undefined` where that is not
 * plain. Each must be like the line it takes the place of; a place with diagnostic is preferred to equals.
 */
export function placeOf(
  now: readonly Solid[],
  block: readonly Solid[],
  isTroubled: (line: Solid) => boolean,
): number | undefined {
  const theirs = now.map(({ text }) => traitsOf(text));
  const ours = block.map(({ text }) => traitsOf(text));
  const scores: { start: number; score: number; hasTrouble: boolean }[] = [];
  let isQuoted = false;
  for (let start = 0; start + now.length <= block.length; start++) {
    const each = theirs.map((line, index) => {
      const other = ours[start + index];
      return other === undefined ? 0 : likeness(line, other);
    });
    const hasTrouble = block.slice(start, start + now.length).some(isTroubled);
    const isQuote = each.every((score) => score === 1);
    // Nothing new.
    if (isQuote && hasTrouble) return undefined;
    const isLike = !isQuote && each.every((score) => score >= MIN_LIKENESS);
    const mean = each.reduce((sum, one) => sum + one, 0) / each.length;
    isQuoted ||= isQuote;
    if (isLike) scores.push({ start, score: mean + (hasTrouble ? 2 * MIN_LEAD : 0), hasTrouble });
  }
  const [best, second] = scores.sort((one, other) => other.score - one.score);
  if (best === undefined || (isQuoted && !best.hasTrouble)) return undefined;
  return best.score - (second?.score ?? 0) > MIN_LEAD ? best.start : undefined;
}
