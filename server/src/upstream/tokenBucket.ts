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

  /** Whole tokens there now; debts show as 0. */
  available(): number {
    this.#refill();
    return Math.max(0, Math.floor(this.#tokens));
  }

  /** How long a taker would have to wait for one token, in milliseconds. */
  waitMs(): number {
    this.#refill();
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.#perMs;
  }

  /** Takes one token, on credit if need be: the taker waits as long as `waitMs` said before. */
  take(): void {
    this.#tokens--;
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
