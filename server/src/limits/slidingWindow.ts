import type { Clock } from '../base/clock.ts';

/** Grants so close to each other, as a share of the period, count as one, made when the last of them was. */
const GRAIN = 1 / 240;
/** The margin for a request that travels longer than the one that left the window for it: servers count arrivals. */
const SKEW_MS = 500;

interface Grant {
  at: number;
  amount: number;
}

/** A taken amount, to be corrected once the true one is known. */
export interface Taken {
  correct(amount: number): void;
}

/**
 * At most `limit` in any `periodMs`, on the monotonic clock: safe with servers that count by sliding windows, by fixed ones and by
 * buckets alike, which a bucket of ours would not be. Remembers some 240 grants, however many are made.
 */
export class SlidingWindow {
  readonly limit: number;
  readonly #periodMs: number;
  readonly #clock: Clock;
  #grants: Grant[] = [];
  #used = 0;
  /** The part that others have spent, as far as it is known. */
  #others: Taken | undefined;

  constructor(limit: number, periodMs: number, clock: Clock) {
    this.limit = limit;
    this.#periodMs = periodMs;
    this.#clock = clock;
  }

  /** Returns the amount that may be taken now. */
  remaining(): number {
    this.#expire();
    return Math.max(0, this.limit - this.#used);
  }

  /** Milliseconds until so much may be taken while `reserve` stays; more than fits at all waits for an empty window. */
  waitMs(amount: number, reserve = 0): number {
    this.#expire();
    const wanted = Math.min(amount, this.limit - reserve);
    let missing = this.#used + wanted - (this.limit - reserve);
    if (missing <= 0) return 0;
    for (const grant of this.#grants) {
      missing -= grant.amount;
      if (missing <= 0) return grant.at + this.#periodMs + SKEW_MS - this.#clock.monotonic();
    }
    return this.#periodMs;
  }

  take(amount: number): Taken {
    this.#expire();
    const now = this.#clock.monotonic();
    const last = this.#grants.at(-1);
    let grant = last;
    if (grant === undefined || now - grant.at > this.#periodMs * GRAIN || grant.amount === 0) {
      grant = { at: now, amount: 0 };
      this.#grants.push(grant);
    }
    grant.at = now;
    this.#add(grant, amount);
    let taken = amount;
    return {
      correct: (actual) => {
        if (this.#grants.includes(grant)) this.#add(grant, actual - taken);
        taken = actual;
      },
    };
  }

  /** Others who spend of it, too, have left so much: takes the place of what was known of them. */
  othersLeft(remaining: number): void {
    this.#others?.correct(0);
    const theirs = this.remaining() - remaining;
    this.#others = theirs > 0 ? this.take(theirs) : undefined;
  }

  /** A server says that less is left. */
  lowerTo(remaining: number): void {
    const less = this.remaining() - remaining;
    if (less > 0) this.take(less);
  }

  #add(grant: Grant, amount: number): void {
    grant.amount += amount;
    this.#used += amount;
  }

  #expire(): void {
    const before = this.#clock.monotonic() - this.#periodMs - SKEW_MS;
    for (let oldest = this.#grants[0]; oldest && oldest.at <= before; oldest = this.#grants[0]) {
      this.#used -= oldest.amount;
      this.#grants.shift();
    }
  }
}
