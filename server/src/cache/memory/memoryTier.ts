import { LRUCache } from 'lru-cache';
import type { Clock } from '../../base/clock.ts';
import type { CacheEntry, KeyedEntry, ListedEntry, PeekTier, TierUsage } from '../tier.ts';
import { AgingLfu } from './agingLfu.ts';

export interface MemoryTierOptions {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** The entry to evict first when the tier is full: the least recently or the least frequently used. */
  readonly eviction: 'lru' | 'lfu';
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

/** The interface that both kinds of eviction share. */
interface Store<Entry> {
  readonly size: number;
  readonly calculatedSize: number;
  get(key: string): Entry | undefined;
  /** Counts as no use. */
  peek(key: string): Entry | undefined;
  set(key: string, entry: Entry): unknown;
  delete(key: string): boolean;
  clear(): void;
  entries(): Iterable<[string, Entry]>;
}

/** L1: in this process, bounded by entries and by bytes. */
export class MemoryTier<Value> implements PeekTier<Value> {
  readonly name = 'memory';
  readonly isUp = true;
  #entries: Store<CacheEntry<Value>>;
  #shape: MemoryTierOptions;
  readonly #options: () => MemoryTierOptions;
  readonly #clock: Clock;

  /** Options that a function gives are asked for with each write, and at `resize`; they hold from then on. */
  constructor(options: MemoryTierOptions | (() => MemoryTierOptions), clock: Clock) {
    this.#options = typeof options === 'function' ? options : () => options;
    this.#shape = this.#options();
    this.#entries = storeFor(this.#shape);
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

  async getMany(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    return keys.map((key) => this.peek(key));
  }

  heldUntil(key: string): number | undefined {
    const until = this.#entries.peek(key)?.expiresAt;
    return until === undefined || until <= this.#clock.now() ? undefined : until;
  }

  hold(key: string, entry: CacheEntry<Value>, part: number): number {
    const { ttlMs } = this.resize();
    const expiresAt = Math.min(entry.expiresAt, this.#clock.now() + ttlMs * part);
    this.#entries.set(key, { ...entry, expiresAt });
    return expiresAt;
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    this.hold(key, entry, 1);
  }

  async setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    for (const [key, entry] of entries) void this.set(key, entry);
  }

  async delete(key: string): Promise<boolean> {
    return this.#entries.delete(key);
  }

  async deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return keys.map((key) => this.#entries.delete(key));
  }

  async clear(prefix = ''): Promise<number> {
    const before = this.#entries.size;
    if (prefix === '') this.#entries.clear();
    else {
      const keys = [...this.#entries.entries()].map(([key]) => key);
      for (const key of keys) if (key.startsWith(prefix)) this.#entries.delete(key);
    }
    return before - this.#entries.size;
  }

  async *list(): AsyncGenerator<ListedEntry> {
    const now = this.#clock.now();
    for (const [, { about, bytes, storedAt, expiresAt }] of [...this.#entries.entries()]) {
      if (about !== undefined && expiresAt > now) yield { ...about, bytes, storedAt };
    }
  }

  usage(): TierUsage {
    return { entries: this.#entries.size, bytes: this.#entries.calculatedSize };
  }

  /** Takes the options of the moment, and returns them; what has no room any more goes. */
  resize(): MemoryTierOptions {
    const options = this.#options();
    if (!isOneShape(options, this.#shape)) this.#reshape(options);
    return options;
  }

  dispose(): void {
    this.#entries.clear();
  }

  /** Entries move in the order in which they would have been evicted. */
  #reshape(options: MemoryTierOptions): void {
    const held = [...this.#entries.entries()];
    if (this.#shape.eviction === 'lru') held.reverse();
    this.#shape = options;
    this.#entries = storeFor(options);
    for (const [key, entry] of held) this.#entries.set(key, entry);
  }
}

const isOneShape = (one: MemoryTierOptions, other: MemoryTierOptions): boolean =>
  one.maxEntries === other.maxEntries &&
  one.maxBytes === other.maxBytes &&
  one.eviction === other.eviction;

function storeFor<Value>(options: MemoryTierOptions): Store<CacheEntry<Value>> {
  const { maxEntries, maxBytes, eviction } = options;
  const sizeOf = (entry: CacheEntry<Value>, key: string) =>
    entry.bytes + key.length + ENTRY_OVERHEAD_BYTES;
  return eviction === 'lfu'
    ? new AgingLfu(maxEntries, maxBytes, sizeOf)
    : new LRUCache<string, CacheEntry<Value>>({
        max: maxEntries,
        maxSize: maxBytes,
        maxEntrySize: maxBytes,
        sizeCalculation: sizeOf,
      });
}

/** Map slot, list links and entry object, roughly; keeps many tiny answers from looking free. */
const ENTRY_OVERHEAD_BYTES = 200;
