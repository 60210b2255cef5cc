import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { FuzzTarget } from './fuzzTarget.ts';
import { runSlice, type SliceResult } from './slice.ts';

/** Memory of this process after a collection of garbage, in bytes. */
interface Memory {
  /** The heap, and what is held outside of it. */
  readonly held: number;
  readonly rss: number;
}

export interface SliceEvent extends SliceResult {
  readonly memory: Memory;
}

/** Cases of one slice: garbage is collected, and progress told, so often. */
const SLICE = 2_000;
/** Memory counts from then on: caches and compiled code are there. A share of the run. */
const WARM_SHARE = 0.25;
/** Growth of what is held from then on that counts as a leak, in bytes. */
export const MAX_GROWTH = 10 * 1024 * 1024;

const collect = collector();

/** Runs a target's cases in slices, each under a seed of its own that follows from the first; ends at the first failure. */
export async function* slicesOf(
  target: FuzzTarget,
  seed: number,
  cases: number,
): AsyncGenerator<SliceEvent> {
  for (let done = 0; done < cases; done += SLICE) {
    const own = (seed + done / SLICE) % 2 ** 31;
    const result = await runSlice(target, own, Math.min(SLICE, cases - done));
    yield { ...result, memory: memoryNow() };
    if (result.failure !== undefined) return;
  }
}

/** How much what is held has grown since a run was warm, in bytes: medians of the slices then and at the end. */
export function growthOf(held: readonly number[]): number {
  const warm = held.slice(Math.floor(held.length * WARM_SHARE));
  const part = Math.ceil(warm.length / 4);
  return median(warm.slice(-part)) - median(warm.slice(0, part));
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0;

function memoryNow(): Memory {
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, rss };
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
