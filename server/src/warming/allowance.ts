import type { Clock } from '../base/clock.ts';

const HOUR_MS = 3_600_000;
/** Of the calls that an hour allows, and of those that its user makes, this share may be made ahead. */
const MOST_SHARE = 0.05;

/** Counts the calls of the last hour, so that those that nobody asked for stay few. */
export class Allowance {
  readonly #clock: Clock;
  #own: number[] = [];
  #ahead: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The user has made a call. */
  called(): void {
    this.#own.push(this.#clock.monotonic());
    this.#forget();
  }

  /** One was made ahead. */
  calledAhead(): void {
    this.#ahead.push(this.#clock.monotonic());
    this.#forget();
  }

  /** True if one more ahead is within the share of the user's own, and of the calls that limits allow in an hour, if there are any. */
  allows(perHour: number | undefined): boolean {
    this.#forget();
    const most = Math.min(this.#own.length, perHour ?? Number.POSITIVE_INFINITY);
    return this.#ahead.length + 1 <= MOST_SHARE * most;
  }

  #forget(): void {
    const since = this.#clock.monotonic() - HOUR_MS;
    const old = this.#own.findIndex((at) => at > since);
    if (old !== 0) this.#own = old < 0 ? [] : this.#own.slice(old);
    this.#ahead = this.#ahead.filter((at) => at > since);
  }
}
