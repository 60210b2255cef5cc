import type { Clock } from './clock.ts';

/** Work of so many is half a millisecond; more in so short a time would make everybody else wait. */
const PER_TURN = 2;
const TURN_MS = 5;

/** Spreads what begins all at once over turns of the event loop, so that a burst does not block it. */
export class StartPacer {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #beganAt = Number.NEGATIVE_INFINITY;
  #taken = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `undefined` for the first ones, which need not wait; a promise of a later turn for the others. */
  next(): Promise<void> | undefined {
    const now = this.#clock.monotonic();
    if (this.#waiting.length === 0 && now - this.#beganAt > TURN_MS) {
      this.#beganAt = now;
      this.#taken = 0;
    }
    if (this.#taken < PER_TURN) {
      this.#taken++;
      return undefined;
    }
    if (this.#waiting.length === 0) this.#clock.soon(this.#begin);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  readonly #begin = (): void => {
    const now = this.#waiting.splice(0, PER_TURN);
    if (this.#waiting.length > 0) this.#clock.soon(this.#begin);
    for (const go of now) go();
  };
}
