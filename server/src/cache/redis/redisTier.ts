import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { loadedClient } from '../../redis/loadedClient.ts';
import type { Sealer } from '../codec/codec.ts';
import type { CacheEntry, CacheTier, Invalidation, KeyedEntry, TierUsage } from '../tier.ts';
import type { TierIncident } from '../tierIncident.ts';
import { WrittenLedger } from '../writtenLedger.ts';
import { RedisStore, type RedisStoreOptions } from './redisStore.ts';

export interface RedisTierOptions extends RedisStoreOptions {
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

export interface RedisTierTools {
  readonly codec: Sealer;
  readonly clock: Clock;
  readonly incident: TierIncident;
  /** Names this process to others, so that it does not hear itself. */
  readonly origin: string;
}

/** How often the generation is compared with the server's, in case a message was missed. */
const REFRESH_MS = 30_000;

/** Hundreds of keys; longer messages are none of ours. */
const MAX_MESSAGE_LENGTH = 64 * 1024;

interface Message {
  readonly origin: string;
  /** All of them without keys. */
  readonly keys?: readonly string[];
}

/**
 * L2: a Redis server or cluster, shared by whoever has its address and the same secret. Values are sealed;
 * others' invalidations arrive by publish and subscribe.
 */
export class RedisTier<Value> implements CacheTier<Value> {
  readonly name = 'redis';
  readonly #options: RedisTierOptions;
  readonly #tools: RedisTierTools;
  readonly #ledger = new WrittenLedger();
  #store: RedisStore | undefined;
  #refresh: Disposable | undefined;
  #isDisposed = false;
  #invalidated: (what: Invalidation) => void = () => undefined;

  constructor(options: RedisTierOptions, tools: RedisTierTools) {
    this.#options = options;
    this.#tools = tools;
    void this.#open(options);
  }

  get isUp(): boolean {
    return this.#store?.isReady ?? false;
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const sealed = await this.#ready().get(key);
    return this.#opened(key, sealed);
  }

  async getMany(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    const sealed = await this.#ready().getMany(keys);
    return Promise.all(keys.map((key, index) => this.#opened(key, sealed[index])));
  }

  set(key: string, entry: CacheEntry<Value>): Promise<void> {
    return this.setMany([[key, entry]]);
  }

  async setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    const latest = this.#tools.clock.now() + this.#options.ttlMs;
    const rows = await Promise.all(
      entries.map(async ([key, { about: _, ...entry }]) => {
        const expires = Math.min(entry.expiresAt, latest);
        const sealed = await this.#tools.codec.seal(key, { ...entry, expiresAt: expires });
        return { key, value: sealed.toString('base64'), expires };
      }),
    );
    await this.#ready().setMany(rows);
    for (const { key, value } of rows) this.#ledger.add(key, value.length);
  }

  async delete(key: string): Promise<boolean> {
    const [wasThere = false] = await this.deleteMany([key]);
    return wasThere;
  }

  async deleteMany(keys: readonly string[]): Promise<boolean[]> {
    for (const key of keys) this.#ledger.remove(key);
    const removed = await this.#ready().deleteMany(keys);
    await this.#tell({ keys });
    return removed;
  }

  async clear(prefix?: string): Promise<number> {
    this.#ledger.clear(prefix);
    const entries = await this.#ready().clear(prefix);
    await this.#tell({});
    return entries;
  }

  usage(): TierUsage {
    return this.#ledger.usage();
  }

  onInvalidated(listener: (what: Invalidation) => void): void {
    this.#invalidated = listener;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#refresh?.dispose();
    void this.#store?.close();
  }

  async #open(options: RedisTierOptions): Promise<void> {
    const client = await loadedClient();
    if (this.#isDisposed) return;
    const { incident } = this.#tools;
    const events = {
      onUp: () => incident.end('connection'),
      onDown: (error: unknown) => incident.begin('connection', error),
      onMessage: (message: string) => this.#heard(message),
      onMissed: () => this.#invalidated('everything'),
      onCluster: () => {
        void this.#store?.close();
        void this.#open({ ...options, isCluster: true });
      },
    };
    try {
      this.#store = new RedisStore(client, options, events, this.#tools.clock);
      this.#refresh?.dispose();
      this.#refreshLater();
    } catch {
      // No such URL; what the client says of it may hold the password.
      incident.begin('connection');
    }
  }

  #refreshLater(): void {
    this.#refresh = this.#tools.clock.after(REFRESH_MS, () => {
      if (this.isUp) this.#store?.refresh().catch(nextTime);
      this.#refreshLater();
    });
  }

  #ready(): RedisStore {
    if (this.#store?.isReady) return this.#store;
    throw new Error('Redis is not connected');
  }

  async #opened(key: string, sealed: unknown): Promise<CacheEntry<Value> | undefined> {
    // A server may answer with whatever it likes.
    if (typeof sealed !== 'string') return undefined;
    const opened = await this.#tools.codec.open(key, Buffer.from(sealed, 'base64'));
    // What the codec opens was sealed by `setMany`.
    const entry = opened as CacheEntry<Value> | undefined;
    return entry !== undefined && entry.expiresAt > this.#tools.clock.now() ? entry : undefined;
  }

  #tell(what: Omit<Message, 'origin'>): Promise<void> {
    return this.#ready().publish(JSON.stringify({ origin: this.#tools.origin, ...what }));
  }

  #heard(text: string): void {
    const message = parse(text);
    if (message === undefined || message.origin === this.#tools.origin) return;
    if (message.keys !== undefined) this.#invalidated({ keys: message.keys });
    else {
      this.#store?.refresh().catch(nextTime);
      this.#invalidated('everything');
    }
  }
}

/** Whatever stands on the channel; `undefined` for what we did not write. */
function parse(text: string): Message | undefined {
  if (text.length > MAX_MESSAGE_LENGTH) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('origin' in value)) return undefined;
    const keys = 'keys' in value ? value.keys : undefined;
    if (keys === undefined) return { origin: String(value.origin) };
    return Array.isArray(keys)
      ? { origin: String(value.origin), keys: keys.map(String) }
      : undefined;
  } catch {
    // Somebody else's message.
    return undefined;
  }
}

/** The generation is compared again in half a minute. */
const nextTime = (): undefined => undefined;
