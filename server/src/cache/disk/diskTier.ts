import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Sealer } from '../codec/codec.ts';
import type { CacheEntry, CacheTier, KeyedEntry, ListedEntry, TierUsage } from '../tier.ts';
import type { TierIncident } from '../tierIncident.ts';
import { EvictionQueue } from './evictionQueue.ts';
import { SqliteStore, type SqliteStoreTools } from './sqliteStore.ts';
import { BATCH_ROWS, WriteBehind } from './writeBehind.ts';

export interface DiskTierOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

export interface DiskTierTools
  extends Pick<SqliteStoreTools, 'driver' | 'isCorruption' | 'isGone' | 'setAside'> {
  readonly codec: Sealer;
  readonly clock: Clock;
  /** True if the driver writes in a thread: a batch is one statement then. */
  readonly isThreaded?: boolean;
  /** Names this tier to the others that share the file: it holds their lease by this name. */
  readonly holder: string;
  /** Told of each error, to be counted: a file that was no database and was set aside, a batch that was not written. */
  readonly onTrouble: (trouble: 'setAside' | 'notWritten') => void;
  /** Tells the user once when trouble begins, and when it ends. */
  readonly incident: TierIncident;
}

/** Rows of one statement that writes in this process: it blocks for half a millisecond. With fewer, each row takes longer. */
const BLOCKING_ROWS = 10;
/** How often expired rows go, and rows until the file is within its size. */
const SWEEP_MS = 30_000;
/** Rows of one statement: it blocks the process for a few milliseconds. */
const SLICE_ROWS = 500;
/** Slices of evictions in one sweep; what is left waits for the next. */
const MAX_EVICTION_SLICES = 20;
/** Free pages given back to the file system by one sweep. */
const VACUUM_PAGES = 500;
/** One window sweeps for all; another takes over when it has not come back within this time. */
const LEASE_MS = 2 * SWEEP_MS;
/** A row as we write it: others may have written to the file, and Node refuses integers that JavaScript cannot hold. */
const IS_ROW = `rowid <= ${Number.MAX_SAFE_INTEGER} AND typeof(key) = 'text' AND typeof(value) = 'text'`;
const SCHEMA = (table: string) => [
  ...EvictionQueue.schema(table),
  { sql: 'CREATE TABLE IF NOT EXISTS lease(id INTEGER PRIMARY KEY, holder TEXT, until INTEGER)' },
];

/**
 * One SQLite file, shared by the windows of one installation, its values compressed and encrypted.
 * Statements are small, and those that read run in this process; writes are batched, they and removal go in slices.
 */
export class DiskTier<Value> implements CacheTier<Value> {
  readonly name = 'disk';
  /** A file on this machine is always worth asking; `GuardedTier` passes over it where it fails. */
  readonly isUp = true;
  readonly #options: DiskTierOptions;
  readonly #tools: DiskTierTools;
  readonly #store: SqliteStore;
  readonly #eviction: EvictionQueue;
  readonly #pending: WriteBehind<Value>;
  #nextSweep: Disposable | undefined;
  #usage: TierUsage = { entries: 0, bytes: 0 };

  constructor(options: DiskTierOptions, tools: DiskTierTools) {
    this.#options = options;
    this.#tools = tools;
    const onSetAside = () => tools.onTrouble('setAside');
    const onOpened = (isOpen: boolean, error?: unknown) => this.#opens(isOpen, error);
    this.#store = new SqliteStore(options.path, { ...tools, onSetAside, onOpened, schema: SCHEMA });
    this.#eviction = new EvictionQueue(this.#store);
    this.#pending = new WriteBehind({
      ...tools,
      rowsAtOnce: tools.isThreaded ? BATCH_ROWS : BLOCKING_ROWS,
      write: (rows) => this.#store.setMany(rows),
      onBatch: (...outcome) => this.#wrote(...outcome),
    });
    this.#sweepLater();
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return this.#fresh(pending);
    const sealed = await this.#store.query((store) => store.get<string>(key));
    if (sealed !== undefined) this.#eviction.hit(key);
    return this.#opened(key, sealed);
  }

  getMany(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    return this.#many(keys, (key) => this.#eviction.hit(key));
  }

  look(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    return this.#many(keys, ignored);
  }

  async #many(
    keys: readonly string[],
    onHit: (key: string) => void,
  ): Promise<(CacheEntry<Value> | undefined)[]> {
    const sealed = await this.#store.query((store) => store.getMany<string>([...keys]));
    return Promise.all(
      keys.map((key, index) => {
        // Asked for after the query: what was written meanwhile is still there.
        const pending = this.#pending.get(key);
        if (pending !== undefined) return this.#fresh(pending);
        if (sealed[index] !== undefined) onHit(key);
        return this.#opened(key, sealed[index]);
      }),
    );
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const expiresAt = Math.min(entry.expiresAt, this.#tools.clock.now() + this.#options.ttlMs);
    await this.#pending.set(key, { ...entry, expiresAt });
  }

  async setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    await Promise.all(entries.map(([key, entry]) => this.set(key, entry)));
  }

  async delete(key: string): Promise<boolean> {
    const wasPending = this.#pending.delete(key);
    // A batch that is being written may hold it.
    await this.#pending.settled;
    return (await this.#store.query((store) => store.delete(key))) || wasPending;
  }

  deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.delete(key)));
  }

  async clear(prefix = ''): Promise<number> {
    await this.flush();
    const before = await this.#eviction.count();
    if (prefix === '') await this.#store.query((store) => store.clear());
    else {
      const { table } = this.#store;
      await this.#store.run(
        `DELETE FROM ${table} WHERE substr(key, 1, ?) = ?`,
        prefix.length,
        prefix,
      );
    }
    await this.#measure();
    return before - this.#usage.entries;
  }

  /** Opens row after row, some at a time: the labels are sealed like everything else. */
  async *list(): AsyncGenerator<ListedEntry> {
    await this.flush();
    const { table } = this.#store;
    for (let after = 0; ; ) {
      const rows = (await this.#store.run(
        `SELECT rowid, key, value FROM ${table} WHERE rowid > ? AND ${IS_ROW} ORDER BY rowid LIMIT ${SLICE_ROWS}`,
        after,
      )) as { rowid: number; key: string; value: string }[];
      for (const { rowid, key, value } of rows) {
        after = rowid;
        const entry = await this.#opened(key, value);
        if (entry?.about === undefined) continue;
        yield { ...entry.about, bytes: value.length, storedAt: entry.storedAt };
      }
      if (rows.length < SLICE_ROWS) return;
    }
  }

  usage(): TierUsage {
    return this.#usage;
  }

  /** Writes what has gathered; resolves when it is in the file, or could not be written and is told. */
  flush(): Promise<void> {
    return this.#pending.flush();
  }

  async #wrote(isWritten: boolean, fault?: unknown): Promise<void> {
    const { incident, onTrouble } = this.#tools;
    if (isWritten) {
      incident.end('batches');
      await this.#measure();
    } else {
      incident.begin('batches', fault);
      onTrouble('notWritten');
    }
  }

  /**
   * Removes a slice of the expired rows, then, while the file is beyond its size, slices of what is evicted next. Of all
   * windows that share the file one removes; each writes the hits that it has counted.
   */
  async sweep(): Promise<void> {
    await this.#eviction.flushHits();
    if (!(await this.#holdsLease())) return;
    const { table } = this.#store;
    await this.#store.run(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires <= ? LIMIT ${SLICE_ROWS})`,
      this.#tools.clock.now(),
    );
    await this.#measure();
    for (let slice = 0; slice < MAX_EVICTION_SLICES && this.#excessRows() > 0; slice++) {
      // Fewer may go: entries that were hit get another round.
      await this.#eviction.evict(Math.min(this.#excessRows(), SLICE_ROWS));
      await this.#measure();
      // Others get their turn between the slices.
      await new Promise(setImmediate);
    }
    await this.#store.run(`PRAGMA incremental_vacuum(${VACUUM_PAGES})`);
  }

  dispose(): void {
    this.#nextSweep?.dispose();
    // Nobody waits for the last batch; what fails now is lost as it would be in a power cut.
    this.flush()
      .then(() => this.#eviction.flushHits())
      .then(() => this.#store.close())
      .catch(ignored);
  }

  /** Says at once what is in a file that was opened: it may hold a day's answers. */
  #opens(isOpen: boolean, error?: unknown): void {
    const { incident } = this.#tools;
    if (isOpen) {
      incident.end('connection');
      this.#measure().catch(ignored);
    } else incident.begin('connection', error);
  }

  async #opened(key: string, sealed: unknown): Promise<CacheEntry<Value> | undefined> {
    if (typeof sealed !== 'string') return undefined;
    const opened = await this.#tools.codec.open(key, Buffer.from(sealed, 'base64'));
    // What the codec opens was sealed by `flush`.
    const entry = opened as CacheEntry<Value> | undefined;
    return entry === undefined ? undefined : this.#fresh(entry);
  }

  /** How many rows of average size must go for the file to be within its size. */
  #excessRows(): number {
    const { entries, bytes } = this.#usage;
    const excess = bytes - this.#options.maxBytes;
    return excess <= 0 || entries === 0 ? 0 : Math.ceil((excess * entries) / bytes);
  }

  /** A lease further ahead than any is ever given is one from before the clock was set back. */
  async #holdsLease(): Promise<boolean> {
    const now = this.#tools.clock.now();
    const rows = await this.#store.run(
      `INSERT INTO lease(id, holder, until) VALUES (1, ?, ?)
        ON CONFLICT(id) DO UPDATE SET holder = excluded.holder, until = excluded.until
        WHERE holder = excluded.holder OR until <= ? OR until > excluded.until RETURNING holder`,
      this.#tools.holder,
      now + LEASE_MS,
      now,
    );
    return rows.length > 0;
  }

  #fresh(entry: CacheEntry<Value>): CacheEntry<Value> | undefined {
    return entry.expiresAt > this.#tools.clock.now() ? entry : undefined;
  }

  #sweepLater(): void {
    this.#nextSweep = this.#tools.clock.after(SWEEP_MS, () => {
      this.sweep().catch(ignored);
      this.#sweepLater();
    });
  }

  async #measure(): Promise<void> {
    const bytes = await this.#store.usedBytes();
    this.#usage = { entries: await this.#eviction.count(), bytes };
  }
}

/** A failed write or sweep costs later calls, not this one; reads that fail are counted by the caller. */
const ignored = (): undefined => undefined;
