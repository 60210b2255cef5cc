import type { Clock } from './clock.ts';

/** Work of so many at once is some milliseconds; more in one turn would make everybody else wait. */
const PER_TURN = 16;

/** Spreads what begins all at once over turns of the event loop, so that a burst does not block it. */
export class Turns {
  readonly #clock: Clock;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `undefined` for the first ones of a turn, which need not wait; a promise of a later turn for the others. */
  next(): Promise<void> | undefined {
    if (this.#taken === 0 && this.#waiting.length === 0) this.#clock.after(0, this.#begin);
    if (this.#taken < PER_TURN) {
      this.#taken++;
      return undefined;
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  readonly #begin = (): void => {
    const now = this.#waiting.splice(0, PER_TURN);
    this.#taken = now.length;
    if (now.length > 0) this.#clock.after(0, this.#begin);
    for (const go of now) go();
  };
}
