const DAY_MS = 86_400_000;
/** Half of what was done weighs so long after. */
export const HALF_LIFE_MS = 3 * DAY_MS;
/** Older uses say nothing of today. */
export const KEPT_MS = 30 * DAY_MS;

/**
 * A rank is the moment at which a decayed frequency is, or was, 1: ranks compare without a clock (forward decay; Cormode et al., "Forward
 * Decay", ICDE 2009). Returns the rank after one more use `at`, epoch milliseconds.
 */
export function rankAfter(rank: number | undefined, at: number): number {
  if (rank === undefined) return at;
  const [low, high] = rank < at ? [rank, at] : [at, rank];
  return high + HALF_LIFE_MS * Math.log2(1 + 2 ** ((low - high) / HALF_LIFE_MS));
}

/** How often something was used, each use weighing half after `HALF_LIFE_MS`. */
export const frequencyAt = (rank: number, now: number): number =>
  2 ** ((rank - now) / HALF_LIFE_MS);
