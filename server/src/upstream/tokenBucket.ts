import type { Clock } from '../base/clock.ts';

/** `capacity` tokens, refilled continuously over `periodMs` on the monotonic clock. */
export class TokenBucket {
  readonly capacity: number;
  readonly #perMs: number;
  readonly #clock: Clock;
  #tokens: number;
  #updatedAt: number;

  constructor(capacity: number, periodMs: number, clock: Clock) {
    this.capacity = capacity;
    this.#perMs = capacity / periodMs;
    this.#clock = clock;
    this.#tokens = capacity;
    this.#updatedAt = clock.monotonic();
  }

  /** Tokens there now; fractions count, debts show as 0. */
  available(): number {
    this.#refill();
    return Math.max(0, this.#tokens);
  }

  /**
   * Takes one token if it is there within `maxWaitMs`, and returns how long the taker must wait for
   * it. A longer wait is returned too, and nothing is taken.
   */
  take(maxWaitMs: number): number {
    this.#refill();
    const waitMs = this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
    if (waitMs <= maxWaitMs) this.#tokens--;
    return waitMs;
  }

  /** Undoes one `take` that was not used. */
  giveBack(): void {
    this.#tokens = Math.min(this.capacity, this.#tokens + 1);
  }

  #refill(): void {
    const now = this.#clock.monotonic();
    this.#tokens = Math.min(this.capacity, this.#tokens + (now - this.#updatedAt) * this.#perMs);
    this.#updatedAt = now;
  }
}
