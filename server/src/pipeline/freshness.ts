import type { Task } from '../domain/generation.ts';

interface Lifetime {
  /** Served as it is for so long; then served while a new one is fetched. */
  readonly softMs: number;
  /** Not served any more after so long. */
  readonly hardMs: number;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const LIFETIMES: Readonly<Record<Task, Lifetime>> = {
  completion: { softMs: 10 * MINUTE_MS, hardMs: DAY_MS },
  action: { softMs: 60 * MINUTE_MS, hardMs: 7 * DAY_MS },
};
/** "Nothing fits here" is worth remembering only while the user is still around. */
const EMPTY_LIFETIME_MS = 45_000;
/** After an attempt to refresh, successful or not, the same answer is left alone for so long. */
export const REFRESH_PAUSE_MS = 30_000;
/** Share of a lifetime by which it is shortened or lengthened, so that what was stored together does not end together. */
const JITTER = 0.1;
/** Weight of the early refresh: 1 is the optimum for exponential arrivals. */
const BETA = 1;

/**
 * When an answer stored now is due and when it ends, as epoch milliseconds. `random` gives 0 to 1; `freshMs` is how long a
 * completion is fresh, where that is not the usual time.
 */
export function lifespan(
  task: Task,
  isEmpty: boolean,
  now: number,
  random: () => number,
  freshMs?: number,
): { freshUntil: number; expiresAt: number } {
  if (isEmpty) return { freshUntil: now + EMPTY_LIFETIME_MS, expiresAt: now + EMPTY_LIFETIME_MS };
  const spread = 1 - JITTER + 2 * JITTER * random();
  const { softMs: usualMs, hardMs } = LIFETIMES[task];
  const softMs = task === 'completion' ? (freshMs ?? usualMs) : usualMs;
  return { freshUntil: now + softMs * spread, expiresAt: now + hardMs * spread };
}

/**
 * Whether to fetch a new answer behind the one that is served: after its soft time to live, and with a
 * chance that grows with its cost shortly before (XFetch; Vattani, Chierichetti, Lowenstein: "Optimal
 * Probabilistic Cache Stampede Prevention", VLDB 2015).
 */
export function isDue(
  entry: { readonly freshUntil: number; readonly costMs: number },
  now: number,
  random: () => number,
): boolean {
  return now - entry.costMs * BETA * Math.log(random()) >= entry.freshUntil;
}
