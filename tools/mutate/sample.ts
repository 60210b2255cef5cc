import { seededRandom } from '../random.ts';

/** Returns `count` of all, the same ones for the same seed, in their order. */
export function sample<Each>(all: readonly Each[], count: number, seed: number): Each[] {
  const random = seededRandom(seed);
  return all
    .map((each, index) => ({ each, index, rank: random() }))
    .sort((one, other) => one.rank - other.rank)
    .slice(0, count)
    .sort((one, other) => one.index - other.index)
    .map(({ each }) => each);
}
