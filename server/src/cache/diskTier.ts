import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Codec } from './codec.ts';
import { SqliteStore, type SqliteStoreTools } from './sqliteStore.ts';
import type { CacheEntry, CacheTier, TierUsage } from './tier.ts';

export interface DiskTierOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

export interface DiskTierTools extends Pick<SqliteStoreTools, 'driver' | 'isCorruption'> {
  readonly codec: Codec;
  readonly clock: Clock;
  /** Told when a file was no usable database and was set aside, and when a batch could not be written. */
  readonly onTrouble: (trouble: 'setAside' | 'notWritten') => void;
}

/** Writes gather for so long, or until there are so many, and go into one statement. */
const BATCH_MS = 50;
const BATCH_ROWS = 100;
/** How often expired rows and what is beyond the size go, and how many at a time. */
const SWEEP_MS = 30_000;
const SWEEP_ROWS = 500;

/**
 * L3: one SQLite file, shared by the windows of one installation, its values compressed and encrypted.
 * Statements run in this process and are small; writes are batched, removal goes in slices.
 */
export class DiskTier<Value> implements CacheTier<Value> {
  readonly name = 'disk';
  readonly #options: DiskTierOptions;
  readonly #tools: DiskTierTools;
  readonly #store: SqliteStore;
  readonly #pending = new Map<string, CacheEntry<Value>>();
  #batch: Disposable | undefined;
  #nextSweep: Disposable | undefined;
  #usage: TierUsage = { entries: 0, bytes: 0 };

  constructor(options: DiskTierOptions, tools: DiskTierTools) {
    this.#options = options;
    this.#tools = tools;
    const onSetAside = () => tools.onTrouble('setAside');
    this.#store = new SqliteStore(options.path, { ...tools, onSetAside });
    this.#sweepLater();
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return this.#fresh(pending);
    const envelope = await this.#store.query((store) => store.get<string>(key));
    if (typeof envelope !== 'string') return undefined;
    const entry = await this.#tools.codec.open(key, envelope);
    // What the codec opens was sealed by `flush`.
    return entry === undefined ? undefined : this.#fresh(entry as CacheEntry<Value>);
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const expiresAt = Math.min(entry.expiresAt, this.#tools.clock.now() + this.#options.ttlMs);
    this.#pending.set(key, { ...entry, expiresAt });
    if (this.#pending.size >= BATCH_ROWS) await this.flush();
    else this.#batch ??= this.#tools.clock.after(BATCH_MS, () => void this.flush().catch(ignored));
  }

  async delete(key: string): Promise<boolean> {
    const wasPending = this.#pending.delete(key);
    return (await this.#store.query((store) => store.delete(key))) || wasPending;
  }

  async clear(): Promise<number> {
    await this.flush();
    const entries = await this.#count();
    await this.#store.query((store) => store.clear());
    this.#usage = { entries: 0, bytes: 0 };
    return entries;
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
        value: await this.#tools.codec.seal(key, entry),
        expires: entry.expiresAt,
      })),
    );
    const written = await this.#store.query((store) => store.setMany(rows)).catch(ignored);
    for (const [key, entry] of entries) {
      if (this.#pending.get(key) === entry) this.#pending.delete(key);
    }
    // The adapter reports a failed batch by its result alone.
    if (written?.every(Boolean)) await this.#measure();
    else this.#tools.onTrouble('notWritten');
  }

  /** Removes expired rows and, beyond the size, the oldest ones, a slice at a time. */
  async sweep(): Promise<void> {
    const { table } = this.#store;
    const remove = (which: string, ...parameters: unknown[]) =>
      this.#store.run(
        `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ${which} LIMIT ${SWEEP_ROWS})`,
        ...parameters,
      );
    await remove('WHERE expires <= ?', this.#tools.clock.now());
    await this.#measure();
    if (this.#usage.bytes > this.#options.maxBytes) {
      await remove('ORDER BY rowid');
      await this.#measure();
    }
    await this.#store.run(`PRAGMA incremental_vacuum(${SWEEP_ROWS})`);
  }

  dispose(): void {
    this.#nextSweep?.dispose();
    // Nobody waits for the last batch; what fails now is lost as it would be in a power cut.
    this.flush()
      .then(() => this.#store.close())
      .catch(ignored);
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

  #count(): Promise<number> {
    return this.#store.number(`SELECT count(*) FROM ${this.#store.table}`);
  }

  async #measure(): Promise<void> {
    const pages = await this.#store.number('PRAGMA page_count');
    const free = await this.#store.number('PRAGMA freelist_count');
    const pageSize = await this.#store.number('PRAGMA page_size');
    this.#usage = { entries: await this.#count(), bytes: (pages - free) * pageSize };
  }
}

/** A failed write or sweep costs later calls, not this one; reads that fail are counted by the caller. */
const ignored = (): undefined => undefined;
