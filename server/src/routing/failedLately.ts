import type { Clock } from '../base/clock.ts';

/** After a failure an equal is left out for so long, times the square of the failures in a row. In milliseconds. */
const OUT_MS = 10_000;
const MAX_OUT_MS = 300_000;
/** A failure so long ago has nothing to do with the next one. */
const FORGOTTEN_MS = 600_000;

/** A failure that took longer has kept its user waiting. */
const COSTLY_MS = 2_000;

interface Failures {
  readonly inARow: number;
  readonly at: number;
  /** Milliseconds until the last one. */
  readonly costMs: number;
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

  /** A request that began at `since` has failed; those that were under way beside it when it did say the same once more. */
  failed(name: string, since: number): void {
    const at = this.#clock.monotonic();
    const known = this.#failures.get(name);
    if (known !== undefined && since < known.at) return;
    const isRow = known !== undefined && at - known.at < FORGOTTEN_MS;
    this.#failures.set(name, { inARow: isRow ? known.inARow + 1 : 1, at, costMs: at - since });
  }

  /** Somebody has changed something. */
  forget(): void {
    this.#failures.clear();
  }

  answered(name: string): void {
    this.#failures.delete(name);
  }

  /** True while it is left out because it has kept a user waiting for nothing. */
  isCostly(name: string): boolean {
    return this.isOut(name) && (this.#failures.get(name)?.costMs ?? 0) > COSTLY_MS;
  }

  isOut(name: string): boolean {
    const known = this.#failures.get(name);
    if (known === undefined) return false;
    const outMs = Math.min(MAX_OUT_MS, OUT_MS * known.inARow ** 2);
    return this.#clock.monotonic() - known.at < outMs;
  }
}
