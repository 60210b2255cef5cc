import type { Clock } from './clock.ts';

/** Pauses between attempts to open something grow from the first to the second, doubling. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 60_000;

/** Says when what could not be opened, or broke, is opened again: nobody waits for that, and nobody tries all the time. */
export class Reopening {
  readonly #clock: Clock;
  #pauseMs = FIRST_PAUSE_MS;
  #nextAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get isDue(): boolean {
    return this.#clock.monotonic() >= this.#nextAt;
  }

  failed(): void {
    this.#nextAt = this.#clock.monotonic() + this.#pauseMs;
    this.#pauseMs = Math.min(2 * this.#pauseMs, LONGEST_PAUSE_MS);
  }

  succeeded(): void {
    this.#pauseMs = FIRST_PAUSE_MS;
  }
}
