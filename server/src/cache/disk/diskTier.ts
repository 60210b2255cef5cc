import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Sealer } from '../codec/codec.ts';
import type { CacheEntry, CacheTier, KeyedEntry, ListedEntry, TierUsage } from '../tier.ts';
import type { TierIncident } from '../tierIncident.ts';
import { DiskQueue } from './diskQueue.ts';
import { SqliteStore, type SqliteStoreTools } from './sqliteStore.ts';

export interface DiskTierOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

export interface DiskTierTools
  extends Pick<SqliteStoreTools, 'driver' | 'isCorruption' | 'setAside'> {
  readonly codec: Sealer;
  readonly clock: Clock;
  /** Names this process to others that share the file. */
  readonly holder: string;
  /** Told of each file that was no usable database and was set aside, and of each batch that was not written. */
  readonly onTrouble: (trouble: 'setAside' | 'notWritten') => void;
  readonly incident: TierIncident;
}

/** Writes gather for so long, or until there are so many, and go into one statement. */
const BATCH_MS = 50;
const BATCH_ROWS = 100;
/** How often expired rows and what is beyond the size go, and how many at a time. */
const SWEEP_MS = 30_000;
const SWEEP_ROWS = 500;
/** Slices of one sweep; what is left waits for the next. */
const MAX_SLICES = 20;
/** One window sweeps for all; another takes over when it has not come back for so long. */
const LEASE_MS = 2 * SWEEP_MS;
const SCHEMA = (table: string) => [
  ...DiskQueue.schema(table),
  'CREATE TABLE IF NOT EXISTS lease(id INTEGER PRIMARY KEY, holder TEXT, until INTEGER)',
];

/**
 * L3: one SQLite file, shared by the windows of one installation, its values compressed and encrypted.
 * Statements run in this process and are small; writes are batched, removal goes in slices.
 */
export class DiskTier<Value> implements CacheTier<Value> {
  readonly name = 'disk';
  readonly isUp = true;
  readonly #options: DiskTierOptions;
  readonly #tools: DiskTierTools;
  readonly #store: SqliteStore;
  readonly #queue: DiskQueue;
  readonly #pending = new Map<string, CacheEntry<Value>>();
  #batch: Disposable | undefined;
  #nextSweep: Disposable | undefined;
  #usage: TierUsage = { entries: 0, bytes: 0 };

  constructor(options: DiskTierOptions, tools: DiskTierTools) {
    this.#options = options;
    this.#tools = tools;
    const onSetAside = () => tools.onTrouble('setAside');
    this.#store = new SqliteStore(options.path, { ...tools, onSetAside, schema: SCHEMA });
    this.#queue = new DiskQueue(this.#store);
    this.#sweepLater();
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return this.#fresh(pending);
    const sealed = await this.#store.query((store) => store.get<string>(key));
    if (sealed !== undefined) this.#queue.hit(key);
    return this.#opened(key, sealed);
  }

  async getMany(keys: readonly string[]): Promise<(CacheEntry<Value> | undefined)[]> {
    const sealed = await this.#store.query((store) => store.getMany<string>([...keys]));
    return Promise.all(
      keys.map((key, index) => {
        const pending = this.#pending.get(key);
        if (pending !== undefined) return this.#fresh(pending);
        if (sealed[index] !== undefined) this.#queue.hit(key);
        return this.#opened(key, sealed[index]);
      }),
    );
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const expiresAt = Math.min(entry.expiresAt, this.#tools.clock.now() + this.#options.ttlMs);
    this.#pending.set(key, { ...entry, expiresAt });
    if (this.#pending.size >= BATCH_ROWS) await this.flush();
    else this.#batch ??= this.#tools.clock.after(BATCH_MS, () => void this.flush().catch(ignored));
  }

  async setMany(entries: readonly KeyedEntry<Value>[]): Promise<void> {
    await Promise.all(entries.map(([key, entry]) => this.set(key, entry)));
  }

  async delete(key: string): Promise<boolean> {
    const wasPending = this.#pending.delete(key);
    return (await this.#store.query((store) => store.delete(key))) || wasPending;
  }

  deleteMany(keys: readonly string[]): Promise<boolean[]> {
    return Promise.all(keys.map((key) => this.delete(key)));
  }

  async clear(prefix = ''): Promise<number> {
    await this.flush();
    const before = await this.#queue.count();
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
        `SELECT rowid, key, value FROM ${table} WHERE rowid > ? ORDER BY rowid LIMIT ${SWEEP_ROWS}`,
        after,
      )) as { rowid: number; key: string; value: string }[];
      for (const { rowid, key, value } of rows) {
        after = rowid;
        const entry = await this.#opened(key, value);
        if (entry?.about === undefined) continue;
        yield { ...entry.about, bytes: value.length, storedAt: entry.storedAt };
      }
      if (rows.length < SWEEP_ROWS) return;
    }
  }

  usage(): TierUsage {
    return this.#usage;
  }

  /** Writes what has gathered; resolves when it is in the file, or could not be written and is told. */
  async flush(): Promise<void> {
    this.#batch?.dispose();
    this.#batch = undefined;
    const entries = [...this.#pending];
    if (entries.length === 0) return;
    const rows = await Promise.all(
      entries.map(async ([key, entry]) => ({
        key,
        value: (await this.#tools.codec.seal(key, entry)).toString('base64'),
        expires: entry.expiresAt,
      })),
    );
    const written = await this.#store.query((store) => store.setMany(rows)).catch(ignored);
    for (const [key, entry] of entries) {
      if (this.#pending.get(key) === entry) this.#pending.delete(key);
    }
    // The adapter reports a failed batch by its result alone.
    const { incident, onTrouble } = this.#tools;
    if (written?.every(Boolean)) {
      incident.end('batches');
      await this.#measure();
    } else {
      incident.begin('batches');
      onTrouble('notWritten');
    }
  }

  /**
   * Removes expired rows and, beyond the size, those whose turn it is, a slice at a time. Of all windows
   * that share the file one does so.
   */
  async sweep(): Promise<void> {
    await this.#queue.settle();
    if (!(await this.#holdsLease())) return;
    const { table } = this.#store;
    await this.#store.run(
      `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE expires <= ? LIMIT ${SWEEP_ROWS})`,
      this.#tools.clock.now(),
    );
    await this.#measure();
    for (let slice = 0; slice < MAX_SLICES && this.#excessRows() > 0; slice++) {
      await this.#queue.evict(Math.min(this.#excessRows(), SWEEP_ROWS));
      await this.#measure();
      // Others get their turn between the slices.
      await new Promise(setImmediate);
    }
    await this.#store.run(`PRAGMA incremental_vacuum(${SWEEP_ROWS})`);
  }

  dispose(): void {
    this.#nextSweep?.dispose();
    // Nobody waits for the last batch; what fails now is lost as it would be in a power cut.
    this.flush()
      .then(() => this.#queue.settle())
      .then(() => this.#store.close())
      .catch(ignored);
  }

  async #opened(key: string, sealed: unknown): Promise<CacheEntry<Value> | undefined> {
    if (typeof sealed !== 'string') return undefined;
    const opened = await this.#tools.codec.open(key, Buffer.from(sealed, 'base64'));
    // What the codec opens was sealed by `flush`.
    const entry = opened as CacheEntry<Value> | undefined;
    return entry === undefined ? undefined : this.#fresh(entry);
  }

  /** How many rows of the usual size are too many. */
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
    const pages = await this.#store.number('PRAGMA page_count');
    const free = await this.#store.number('PRAGMA freelist_count');
    const pageSize = await this.#store.number('PRAGMA page_size');
    this.#usage = { entries: await this.#queue.count(), bytes: (pages - free) * pageSize };
  }
}

/** A failed write or sweep costs later calls, not this one; reads that fail are counted by the caller. */
const ignored = (): undefined => undefined;
