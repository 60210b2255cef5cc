/** Grants so close to each other, as a share of the period, count as one. */
const SLOTS = 240;
/** The margin for a request that travels longer than the one that left the window for it: servers count arrivals. */
const SKEW_MS = 500;

/** The slot of a moment within a period that ends there, epoch milliseconds, and what counts no more. */
export interface PeriodSlots {
  readonly slot: number;
  /** This slot and those before it are out of the period: each counts from its end. */
  readonly gone: number;
  /** A later one has been written by a clock that was set back since. */
  readonly latest: number;
  /** Milliseconds until a slot is out of the period. */
  readonly waitMs: (slot: number) => number;
}

export function periodSlots(now: number, periodMs: number): PeriodSlots {
  const grainMs = periodMs / SLOTS;
  const slot = Math.floor(now / grainMs);
  return {
    slot,
    gone: Math.floor((now - periodMs - SKEW_MS) / grainMs) - 1,
    latest: slot + SLOTS,
    waitMs: (each) => Math.max(1, Math.ceil((each + 1) * grainMs + periodMs + SKEW_MS - now)),
  };
}

/** Milliseconds until so much has left the period; a whole one where that is more than was ever taken. `taken`: oldest slot first. */
export function waitFor(
  missing: number,
  taken: Iterable<{ readonly slot: number; readonly amount: number }>,
  slots: PeriodSlots,
  periodMs: number,
): number {
  let left = missing;
  for (const { slot, amount } of taken) {
    left -= amount;
    if (left <= 0) return slots.waitMs(slot);
  }
  return periodMs;
}
