import { LRUCache } from 'lru-cache';
import type { TierUsage } from './tier.ts';

/** Enough to be useful in a snapshot, and bounded. */
const MAX_ENTRIES = 10_000;
const MAX_BYTES = Number.MAX_SAFE_INTEGER;

/** Accounts for a tier that cannot be asked how full it is: what this process has put there and not removed. */
export class WrittenLedger {
  readonly #written = new LRUCache<string, number>({ max: MAX_ENTRIES, maxSize: MAX_BYTES });

  add(key: string, bytes: number): void {
    // An equal value would keep the size that it had.
    this.#written.set(key, bytes, { size: Math.max(1, bytes) });
  }

  remove(key: string): void {
    this.#written.delete(key);
  }

  clear(prefix = ''): void {
    for (const key of [...this.#written.keys()]) if (key.startsWith(prefix)) this.remove(key);
  }

  usage(): TierUsage {
    return { entries: this.#written.size, bytes: this.#written.calculatedSize };
  }
}
