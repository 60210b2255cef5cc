import type { Clock } from '../../server/src/base/clock.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import type { CacheEntry } from '../../server/src/cache/tier.ts';

const DAY_MS = 86_400_000;

/** Stands for the file of answers: it outlives a server, and keeps answers for as long. No time is measured here. */
export class LastingTier extends MemoryTier<string> {
  constructor(clock: Clock) {
    super(
      { maxEntries: 100_000, maxBytes: 256 * 1024 ** 2, ttlMs: DAY_MS, eviction: 'lru' },
      clock,
    );
    Object.defineProperty(this, 'name', { value: 'disk' });
  }

  look(keys: readonly string[]): Promise<(CacheEntry<string> | undefined)[]> {
    return this.getMany(keys);
  }

  /** A server ends: the file stays. */
  override dispose(): void {
    return;
  }
}
