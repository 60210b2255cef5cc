import type { Clock } from '../base/clock.ts';

/** Many times what a team's deletions and clears come to, for a second: messages, and characters of them. */
const MAX_MESSAGES = 1_000;
const MAX_LENGTH = 1024 * 1024;
const SPAN_MS = 1_000;

/** Counts what a channel carries, second by second. */
export class MessageRate {
  readonly #clock: Clock;
  #begunAt = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #length = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts a message; false for one that is more than a channel of ours carries. */
  allows(message: string): boolean {
    const now = this.#clock.monotonic();
    if (now - this.#begunAt >= SPAN_MS) {
      this.#begunAt = now;
      this.#messages = 0;
      this.#length = 0;
    }
    this.#messages++;
    this.#length += message.length;
    return this.#messages <= MAX_MESSAGES && this.#length <= MAX_LENGTH;
  }
}
