import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds between two collections of garbage while something is watched, and at least so many times as long as one takes. */
const COLLECT_MS = 250;
const COLLECT_TIMES = 10;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes that are held once garbage is collected. What the allocator has not given back says nothing. */
function heldNow(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * The memory that is held while something hostile is read. A flood leaves buffers that nobody holds: they must not count because the
 * collector had no reason yet.
 */
export class HeldMemory {
  readonly #before = heldNow();
  #most = 0;
  #nextAt = 0;

  /** Looks now and then, however often it is called. */
  look(): void {
    const at = performance.now();
    if (at < this.#nextAt) return;
    this.#most = Math.max(this.#most, heldNow());
    const now = performance.now();
    this.#nextAt = now + Math.max(COLLECT_MS, COLLECT_TIMES * (now - at));
  }

  /** Bytes more than at the beginning, at the worst look or now. */
  grown(): number {
    return Math.max(this.#most, heldNow()) - this.#before;
  }
}
