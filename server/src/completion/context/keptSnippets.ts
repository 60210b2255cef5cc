import { type Chosen, isSame, type Scored } from './ranking.ts';

/** Something new takes the place of what shares so much less with the cursor's place. */
const BETTER_FACTOR = 2;

/**
 * Chooses anew among the blocks of other files, and changes as little as possible of what a model server has evaluated: what was chosen
 * before keeps its place as long as it says anything about the cursor's place and nothing much better needs its room; what is new
 * comes behind it, the most helpful last. `wanted` are the best blocks, the most helpful first; `blocks` all that say anything.
 */
export function rechosen(
  before: readonly Chosen[],
  wanted: readonly Chosen[],
  blocks: readonly Scored[],
  length: number,
): Chosen[] {
  let kept = before.flatMap((one) => {
    const score = blocks.find((other) => isSame(one, other))?.score;
    return score === undefined ? [] : [{ ...one, score }];
  });
  const added: Chosen[] = [];
  for (const one of wanted) {
    if (kept.some((other) => isSame(one, other))) continue;
    const rest = withRoomFor(one, kept, wanted, length - lengthOf(added));
    if (rest === undefined) continue;
    kept = rest;
    added.unshift(one);
  }
  return [...kept, ...added];
}

/** The part of `kept` that stays beside `one`; `undefined` where `one` is not worth the rest. */
function withRoomFor(
  one: Chosen,
  kept: Chosen[],
  wanted: readonly Chosen[],
  length: number,
): Chosen[] | undefined {
  let rest = kept;
  const weakestFirst = kept
    .filter((each) => !wanted.some((other) => isSame(each, other)))
    .sort((first, second) => first.score - second.score);
  for (const weakest of weakestFirst) {
    if (lengthOf(rest) + one.text.length <= length) break;
    if (one.score < BETTER_FACTOR * weakest.score) return undefined;
    rest = rest.filter((each) => each !== weakest);
  }
  return lengthOf(rest) + one.text.length <= length ? rest : undefined;
}

const lengthOf = (chosen: readonly Chosen[]): number =>
  chosen.reduce((sum, { text }) => sum + text.length, 0);
