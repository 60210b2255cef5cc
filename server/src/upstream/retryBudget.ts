import type { Clock } from '../base/clock.ts';

/** Each success pays for a tenth of a retry, ten are kept at most; one in ten seconds is always there (after Finagle). */
const PER_SUCCESS = 0.1;
const MAX_RETRIES = 10;
const LEAST_EVERY_MS = 10_000;

/** Keeps retries a small share of all requests, so that they do not keep down a server that is down. */
export class RetryBudget {
  readonly #clock: Clock;
  #retries = 0;
  #lastFreeAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  succeeded(): void {
    this.#retries = Math.min(MAX_RETRIES, this.#retries + PER_SUCCESS);
  }

  /** Takes one retry; `false` when there is none. */
  take(): boolean {
    if (this.#retries >= 1) {
      this.#retries--;
      return true;
    }
    const now = this.#clock.monotonic();
    if (now - this.#lastFreeAt < LEAST_EVERY_MS) return false;
    this.#lastFreeAt = now;
    return true;
  }
}
