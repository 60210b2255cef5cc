/** A worker that has run for so long did not fail at its start. */
const LASTING_MS = 60_000;
const FIRST_MS = 1_000;
const MOST_MS = 60_000;
/** While no worker is left, nobody is answered. */
const MOST_ALONE_MS = 5_000;
/** Workers that fail again and again do so within the longest pause and what one may run before it fails. */
const FORGOTTEN_MS = MOST_MS + LASTING_MS;

/**
 * How long to wait before a worker that died is replaced: not at all where it had run for a while, or is the first; else twice as long each time, from a
 * second up to a minute, until none has failed for two. (Kubernetes does so with containers that crash, from 10 s to 300 s.)
 */
export class Restarts {
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;

  /** `left` workers live; `now` by the monotonic clock. */
  pauseAfter(livedMs: number, left: number, now: number): number {
    if (livedMs >= LASTING_MS) return 0;
    if (now - this.#failedAt > FORGOTTEN_MS) this.#failures = 0;
    this.#failedAt = now;
    const failuresBefore = this.#failures++;
    const pause = failuresBefore === 0 ? 0 : FIRST_MS * 2 ** (failuresBefore - 1);
    return Math.min(left === 0 ? MOST_ALONE_MS : MOST_MS, pause);
  }
}
