import type { Clock } from '../../base/clock.ts';
import { withDeadline } from '../../base/deadline.ts';
import type { RedisClient } from '../../redis/loadedClient.ts';
import { MessageRate } from '../../redis/messageRate.ts';
import type { Connection, KeyvEntries } from '../../redis/redisClient.ts';

export interface RedisStoreOptions {
  /** One server, or some nodes of a cluster. */
  readonly urls: readonly string[];
  /** Whether they belong to a cluster; several do. */
  readonly isCluster?: boolean;
  /** Stands before every key and channel of ours. */
  readonly keyPrefix: string;
  /** Matches a key of the caller's without prefix and generation. Others are not removed by a clear; all are ours without it. */
  readonly keyShape?: RegExp;
}

export interface RedisStoreEvents {
  readonly onUp: () => void;
  readonly onDown: (error: unknown) => void;
  readonly onMessage: (message: string) => void;
  /** The one server belongs to a cluster: another store has to be made, as a cluster wants it. */
  readonly onCluster: () => void;
  /** Messages may have been missed: the connection was gone. */
  readonly onMissed: () => void;
}

const LONGEST_RECONNECT_PAUSE_MS = 5_000;
const SCAN_COUNT = 500;
const CLOSE_WITHIN_MS = 500;
/** Stands between prefix and key: Redis counts with 64 bits. */
const GENERATION = /^\d{1,19}:/;

/**
 * Redis as the cache uses it: `@keyv/redis` for the entries, and beside it one channel that carries
 * invalidations. Entries stand under `{keyPrefix}{generation}:`; to clear is to count the generation up,
 * so that what others still write under the former one is never read again.
 */
export class RedisStore {
  readonly #options: RedisStoreOptions;
  readonly #events: RedisStoreEvents;
  readonly #clock: Clock;
  readonly #tools: RedisClient;
  readonly #isCluster: boolean;
  readonly #client: Connection;
  readonly #subscriber: Connection;
  readonly #keyv: KeyvEntries;
  readonly #channel: string;
  readonly #rate: MessageRate;
  readonly #generationKey: string;
  #generation = '0';
  #knowsGeneration = false;
  #isClosed = false;

  constructor(
    tools: RedisClient,
    options: RedisStoreOptions,
    events: RedisStoreEvents,
    clock: Clock,
  ) {
    this.#tools = tools;
    this.#clock = clock;
    this.#options = options;
    this.#events = events;
    this.#rate = new MessageRate(clock);
    this.#channel = `${options.keyPrefix}invalidate`;
    this.#generationKey = `${options.keyPrefix}generation`;
    this.#isCluster = options.isCluster ?? options.urls.length > 1;
    this.#client = tools.connection(options.urls, this.#isCluster);
    this.#subscriber = tools.connection(options.urls, this.#isCluster);
    this.#keyv = tools.keyvOver(this.#client);
    this.#watch();
    this.#use(this.#client, () => this.#connected());
    this.#use(this.#subscriber, () => this.#subscribe());
  }

  get isReady(): boolean {
    return this.#knowsGeneration && this.#client.isReady;
  }

  async get(key: string): Promise<string | undefined> {
    return this.#keyv.get<string>(key);
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    return this.#keyv.getMany<string>([...keys]);
  }

  async setMany(rows: { key: string; value: string; expires: number }[]): Promise<void> {
    const [row] = rows;
    if (rows.length === 1 && row !== undefined) {
      await this.#keyv.set(row.key, row.value, row.expires);
    } else await this.#keyv.setMany(rows);
  }

  async deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return this.#keyv.deleteMany([...keys]);
  }

  /** Removes everything, or what begins with `prefix`; returns how many entries there were. */
  async clear(prefix: string | undefined): Promise<number> {
    if (prefix === undefined) {
      this.#useGeneration(String(await this.#client.incr(this.#generationKey)));
      return this.#unlink(this.#options.keyPrefix, this.#own(''));
    }
    return this.#unlink(this.#own(prefix));
  }

  async publish(message: string): Promise<void> {
    await this.#client.publish(this.#channel, message);
  }

  /** Learns of a `clear` whose message was missed, and restores the generation after a flush. */
  async refresh(): Promise<void> {
    const current = await this.#client.get(this.#generationKey);
    if (current === null) {
      await this.#client.set(this.#generationKey, this.#generation, { condition: 'NX' });
    } else if (current !== this.#generation) {
      this.#useGeneration(current);
      this.#events.onMissed();
    }
  }

  /** Answers that are under way get half a second; then the sockets go. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const client of [this.#subscriber, this.#client]) {
      if (!client.isOpen) continue;
      const closed = withDeadline(this.#clock, CLOSE_WITHIN_MS, () => client.close());
      await closed.catch(() => client.destroy());
    }
  }

  /**
   * A single server is down when its connection is. Of a cluster one node may be down while the others
   * answer: only when none could be reached at all is the cluster down; the caller's breaker sees the rest.
   */
  #watch(): void {
    const reconnected = () => void this.#connected().catch(ignored);
    const isCluster = this.#isCluster;
    this.#client.on('error', isCluster ? ignored : this.#lost);
    this.#client.on(isCluster ? 'node-ready' : 'ready', reconnected);
    this.#subscriber.on('error', ignored);
    this.#subscriber.on(isCluster ? 'node-ready' : 'ready', () => this.#events.onMissed());
  }

  readonly #lost = (error: unknown): void => {
    if (!this.#isClosed) this.#events.onDown(error);
  };

  #use(client: Connection, onOpen: () => Promise<void>): void {
    this.#tools.onHostileReply(client, () => this.#openLater(client, onOpen));
    void this.#open(client, onOpen);
  }

  async #open(client: Connection, onOpen: () => Promise<void>): Promise<void> {
    try {
      if (!client.isOpen) await client.connect();
      await onOpen();
    } catch (error) {
      // It is not there yet, or reads its file, or waits for its master (LOADING, MASTERDOWN): asked again.
      if (this.#isClosed) return;
      this.#lost(error);
      this.#openLater(client, onOpen);
    }
  }

  #openLater(client: Connection, onOpen: () => Promise<void>): void {
    this.#clock.after(LONGEST_RECONNECT_PAUSE_MS, () => {
      if (!this.#isClosed) void this.#open(client, onOpen);
    });
  }

  async #connected(): Promise<void> {
    if (this.#isClosed) return;
    if (!this.#isCluster && (await this.#tools.isOfCluster(this.#client))) {
      if (!this.#isClosed) this.#events.onCluster();
      return;
    }
    this.#useGeneration((await this.#client.get(this.#generationKey)) ?? this.#generation);
    this.#knowsGeneration = true;
    this.#events.onUp();
  }

  async #subscribe(): Promise<void> {
    await this.#subscriber.subscribe(this.#channel, this.#heard);
  }

  /** A channel that is flooded is left for some seconds: what was missed meanwhile is told when it is entered again. */
  readonly #heard = (message: string): void => {
    if (!this.#subscriber.isOpen) return;
    if (this.#rate.allows(message)) {
      this.#events.onMessage(message);
      return;
    }
    this.#subscriber.destroy();
    this.#openLater(this.#subscriber, async () => {
      await this.#subscribe();
      this.#events.onMissed();
    });
  };

  #useGeneration(generation: string): void {
    // Somebody else's key has our name.
    if (!GENERATION.test(`${generation}:`)) return;
    this.#generation = generation;
    this.#keyv.namespace = this.#own('');
  }

  readonly #own = (key: string): string => `${this.#options.keyPrefix}${this.#generation}:${key}`;

  /** True for a key of an answer. All else that begins as our keys do is somebody else's, or a budget. */
  #isEntry(key: string): boolean {
    const { keyPrefix, keyShape } = this.#options;
    if (!key.startsWith(keyPrefix)) return false;
    const [generation = ''] = GENERATION.exec(key.slice(keyPrefix.length)) ?? [];
    const own = key.slice(keyPrefix.length + generation.length);
    return generation !== '' && (keyShape === undefined || keyShape.test(own));
  }

  /** Scans and unlinks, node by node, in steps: never on a request's path. */
  async #unlink(prefix: string, keep?: string): Promise<number> {
    let removed = 0;
    for (const node of await this.#keyv.getMasterNodes()) {
      let cursor = '0';
      do {
        const options = { MATCH: `${literally(prefix)}*`, COUNT: SCAN_COUNT };
        const page = await node.scan(cursor, options);
        cursor = page.cursor;
        const keys = page.keys.filter(
          (key) => this.#isEntry(key) && (keep === undefined || !key.startsWith(keep)),
        );
        const counts = await Promise.all(keys.map((key) => node.unlink(key)));
        removed += counts.reduce((sum, count) => sum + count, 0);
      } while (cursor !== '0');
    }
    return removed;
  }
}

/** A text as a pattern of SCAN that matches nothing else. */
const literally = (text: string): string => text.replace(/[*?[\]^\\]/g, '\\$&');

const ignored = (): undefined => undefined;
