import { EventEmitter } from 'node:events';
import { type KeyvStorageCapability, type KeyvStorageEntry, keyvStorageCapability } from 'keyv';
import type { Clock } from '../base/clock.ts';
import type { CacheEntry, TierName } from './tier.ts';
import type { TieredCache } from './tieredCache.ts';

export interface KeyvTieredStoreOptions {
  /** Which tiers to use; all of them by default. */
  readonly tiers?: readonly TierName[];
}

/** Stands for "never" in tiers that each cap it with a time to live of their own. */
const NEVER = Number.MAX_SAFE_INTEGER;

/**
 * The whole tiered cache as a storage adapter of Keyv 6. Values are the strings that Keyv's serializer makes. It
 * cannot be iterated: the far tiers cannot be listed.
 */
export class KeyvTieredStore extends EventEmitter {
  /** Stands before every key; set by Keyv. */
  namespace: string | undefined;
  readonly #cache: TieredCache<string>;
  readonly #clock: Clock;
  readonly #options: KeyvTieredStoreOptions;

  constructor(cache: TieredCache<string>, clock: Clock, options: KeyvTieredStoreOptions = {}) {
    super();
    this.#cache = cache;
    this.#clock = clock;
    this.#options = options;
  }

  /** Tells Keyv 6 that `set` takes the moment of expiry. */
  get capabilities(): KeyvStorageCapability {
    return keyvStorageCapability(this);
  }

  async get<Value>(key: string): Promise<Value | undefined> {
    const hit = await this.#cache.get(this.#own(key), this.#options.tiers);
    return hit?.entry.value as Value | undefined;
  }

  getMany<Value>(keys: string[]): Promise<(Value | undefined)[]> {
    return Promise.all(keys.map((key) => this.get<Value>(key)));
  }

  /** Whether any tier took it; `expires` is the epoch millisecond at which it ends. */
  set(key: string, value: unknown, expires?: number): Promise<boolean> {
    const entry = this.#entry(String(value), expires);
    return this.#cache.set(this.#own(key), entry, this.#options.tiers);
  }

  setMany<Value>(entries: KeyvStorageEntry<Value>[]): Promise<boolean[]> {
    return Promise.all(entries.map(({ key, value, expires }) => this.set(key, value, expires)));
  }

  delete(key: string): Promise<boolean> {
    return this.#cache.delete(this.#own(key), this.#options.tiers);
  }

  deleteMany(keys: string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.delete(key)));
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.has(key)));
  }

  /** Removes the entries of the namespace, or all when there is none. */
  async clear(): Promise<void> {
    const prefix = this.namespace === undefined ? undefined : this.#own('');
    await this.#cache.clear(this.#options.tiers, prefix);
  }

  #own(key: string): string {
    return this.namespace === undefined ? key : `${this.namespace}:${key}`;
  }

  #entry(value: string, expiresAt = NEVER): CacheEntry<string> {
    const storedAt = this.#clock.now();
    const bytes = Buffer.byteLength(value);
    return { value, bytes, expiresAt, freshUntil: expiresAt, storedAt, costMs: 0 };
  }
}
