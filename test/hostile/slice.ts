import { inspect } from 'node:util';
import fc from 'fast-check';
import type { FuzzTarget } from './fuzzTarget.ts';

/** Results of some cases under one seed. */
export interface SliceResult {
  readonly seed: number;
  readonly cases: number;
  /** Processor time of the slowest case, in milliseconds. */
  readonly slowestMs: number;
  /** The smallest case that was found to fail, and why; absent if none did. */
  readonly failure?: string;
}

/** A case took more processor time than its target allows. */
class HangError extends Error {
  constructor(ms: number, maxMs: number) {
    super(`hang: a case took ${Math.round(ms)} ms of processor time, more than ${maxMs} ms`);
    this.name = 'HangError';
  }
}

/** Longest search for a smaller failing case, in milliseconds. */
const SHRINK_MS = 20_000;

/** Runs cases of a target; the same seed and number give the same cases. A case that fails is made small. */
export async function runSlice(
  { maxMs, open }: FuzzTarget,
  seed: number,
  cases: number,
): Promise<SliceResult> {
  const bench = await open();
  let [slowestMs, failedAt] = [0, Number.POSITIVE_INFINITY];
  const isLate = () => performance.now() > failedAt + SHRINK_MS;
  const property = fc.asyncProperty(bench.cases, async (each) => {
    if (isLate()) return;
    const before = process.threadCpuUsage();
    try {
      await bench.check(each);
      const { user, system } = process.threadCpuUsage(before);
      const ms = (user + system) / 1_000;
      slowestMs = Math.max(slowestMs, ms);
      if (ms > maxMs) throw new HangError(ms, maxMs);
    } catch (error) {
      failedAt = Math.min(failedAt, performance.now());
      throw error;
    }
  });
  try {
    const result = await fc.check(property, { seed, numRuns: cases });
    const failure = result.failed
      ? `${inspect(result.errorInstance)}\n${fc.defaultReportMessage(result)}`
      : undefined;
    return { seed, cases, slowestMs, ...(failure === undefined ? {} : { failure }) };
  } finally {
    await bench.close?.();
  }
}

/** The command that repeats a slice. */
export const repeatCommand = (
  { name }: FuzzTarget,
  { seed, cases }: Pick<SliceResult, 'seed' | 'cases'>,
): string => `npm run fuzz -- --target=${name} --seed=${seed} --cases=${cases}`;
