import type { Clock } from '../../base/clock.ts';

/** After so long without a sign a connection that answered before is doubted; over HTTP/1.1 not before it has also */
export const QUIET_MS = 700;
/** taken so many times as long as the slowest of these last answers: a slow server is no dead connection. */
const TIMES_SLOWEST = 3;
const ANSWERS = 8;
/** A question that is asked twice is paid twice: not more often than this. */
const SECOND_TRIES_MS = 10_000;
/** Places at one origin whose times are known; the oldest go. */
const MAX_PLACES = 50;

/** How long the answers of an origin take to begin, by place: a list of models comes sooner than what a model writes. */
export class Silence {
  readonly #clock: Clock;
  readonly #answers = new Map<string, readonly number[]>();
  #secondTryAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** An answer from a place began after so long. */
  heard(place: string, ms: number): void {
    const before = this.#answers.get(place) ?? [];
    this.#answers.delete(place);
    this.#answers.set(place, [...before.slice(1 - ANSWERS), ms]);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_PLACES && oldest !== undefined) this.#answers.delete(oldest);
  }

  /** After how long a place is unusually silent; never where nothing is known of it. */
  doubtedAfterMs(place: string): number {
    const answers = this.#answers.get(place);
    if (answers === undefined) return Number.POSITIVE_INFINITY;
    return Math.max(QUIET_MS, TIMES_SLOWEST * Math.max(...answers));
  }

  /** Whether a question may be asked a second time now, which counts as done. */
  mayAskTwice(): boolean {
    const now = this.#clock.monotonic();
    if (now - this.#secondTryAt < SECOND_TRIES_MS) return false;
    this.#secondTryAt = now;
    return true;
  }
}
