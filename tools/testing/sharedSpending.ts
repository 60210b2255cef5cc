import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Spending {
  /** How many were granted in all. */
  readonly grants: number;
  /** The most in any period. */
  readonly mostInPeriod: number;
  /** The most, at any instant, beyond the limit and what has been renewed since the first grant; ≤ 0 is right. */
  readonly mostAbove: number;
}

/** Four processes take what they get of one budget, at `place`: a file, or a Redis URL. */
export async function spendTogether(
  place: string,
  limit: number,
  periodMs: number,
  forMs: number,
): Promise<Spending> {
  const script = join(import.meta.dirname, 'budgetSpender.ts');
  const told = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = fork(script, [place, limit, periodMs, forMs].map(String));
      const [{ grants }] = await once(child, 'message');
      return grants as number[];
    }),
  );
  const grants = told.flat().sort((one, other) => one - other);
  const [first = 0] = grants;
  const inPeriods = grants.map(
    (from, index) => grants.slice(index).filter((at) => at < from + periodMs).length,
  );
  const above = grants.map((at, index) => index + 1 - (limit + (limit / periodMs) * (at - first)));
  return {
    grants: grants.length,
    mostInPeriod: Math.max(0, ...inPeriods),
    mostAbove: Math.max(...above),
  };
}
