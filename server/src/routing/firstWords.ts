import type { Clock } from '../base/clock.ts';
import type { Outcome } from './strategy.ts';

/** Weight of the newest time. */
const WEIGHT = 0.3;
/** A time says nothing any more after three minutes. */
const EXPIRY_MS = 180_000;
/** A failure costs its user another request: it counts as no less than five seconds. */
const FAILURE_MS = 5_000;

interface Known {
  readonly ms: number;
  readonly at: number;
  readonly since: number;
}

/** How soon each candidate says its first word: moving averages that expire. */
export class FirstWords {
  readonly #clock: Clock;
  readonly #known = new Map<string, Known>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  heard({ name, isOk, ms }: Pick<Outcome, 'name' | 'isOk' | 'ms'>): void {
    const at = this.#clock.monotonic();
    const sample = isOk ? ms : Math.max(ms, FAILURE_MS);
    const before = this.#valid(name);
    const average = before === undefined ? sample : before.ms + WEIGHT * (sample - before.ms);
    this.#known.set(name, { ms: average, at, since: before?.since ?? at });
  }

  /** Milliseconds; `undefined` where nothing is known, or has been for less than `leastMs`. */
  of(name: string, leastMs = 0): number | undefined {
    const known = this.#valid(name);
    return known === undefined || this.#clock.monotonic() - known.since < leastMs
      ? undefined
      : known.ms;
  }

  #valid(name: string): Known | undefined {
    const known = this.#known.get(name);
    if (known === undefined) return undefined;
    if (this.#clock.monotonic() - known.at <= EXPIRY_MS) return known;
    this.#known.delete(name);
    return undefined;
  }
}
