import type { Clock } from '../base/clock.ts';

/** After a failure an equal is left out for so long, times the square of the failures in a row. In milliseconds. */
const OUT_MS = 10_000;
const MAX_OUT_MS = 300_000;

interface Failures {
  readonly inARow: number;
  readonly at: number;
}

/**
 * Endpoints whose last request failed: while an equal of theirs is there, no other request is spent on finding out. (The breaker opens after five, which with a few requests
 * a minute is long.)
 */
export class FailedLately {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  failed(name: string): void {
    const { inARow = 0 } = this.#failures.get(name) ?? {};
    this.#failures.set(name, { inARow: inARow + 1, at: this.#clock.monotonic() });
  }

  answered(name: string): void {
    this.#failures.delete(name);
  }

  isOut(name: string): boolean {
    const known = this.#failures.get(name);
    if (known === undefined) return false;
    const outMs = Math.min(MAX_OUT_MS, OUT_MS * known.inARow ** 2);
    return this.#clock.monotonic() - known.at < outMs;
  }
}
