import { LRUCache } from 'lru-cache';
import type { Clock } from '../base/clock.ts';
import type { CacheEntry, PeekTier, TierUsage } from './tier.ts';

export interface MemoryTierOptions {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

/** L1: least recently used first out, bounded by entries and by bytes. */
export class MemoryTier<Value> implements PeekTier<Value> {
  readonly name = 'memory';
  readonly #entries: LRUCache<string, CacheEntry<Value>>;
  readonly #ttlMs: number;
  readonly #clock: Clock;

  constructor(options: MemoryTierOptions, clock: Clock) {
    this.#entries = new LRUCache({
      max: options.maxEntries,
      maxSize: options.maxBytes,
      maxEntrySize: options.maxBytes,
      sizeCalculation: (entry, key) => entry.bytes + key.length + ENTRY_OVERHEAD_BYTES,
    });
    this.#ttlMs = options.ttlMs;
    this.#clock = clock;
  }

  peek(key: string): CacheEntry<Value> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined || entry.expiresAt > this.#clock.now()) return entry;
    this.#entries.delete(key);
    return undefined;
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    return this.peek(key);
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const expiresAt = Math.min(entry.expiresAt, this.#clock.now() + this.#ttlMs);
    this.#entries.set(key, { ...entry, expiresAt });
  }

  async delete(key: string): Promise<boolean> {
    return this.#entries.delete(key);
  }

  async clear(): Promise<number> {
    const entries = this.#entries.size;
    this.#entries.clear();
    return entries;
  }

  usage(): TierUsage {
    return { entries: this.#entries.size, bytes: this.#entries.calculatedSize };
  }

  dispose(): void {
    this.#entries.clear();
  }
}

/** Map slot, list links and entry object, roughly; keeps many tiny answers from looking free. */
const ENTRY_OVERHEAD_BYTES = 200;
