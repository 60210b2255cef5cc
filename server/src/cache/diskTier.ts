import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Codec } from './codec.ts';
import type { CacheEntry, CacheTier, TierUsage } from './tier.ts';

export interface DiskTierOptions {
  readonly path: string;
  readonly maxBytes: number;
  /** Longest residence in this tier; an entry's own expiry may be earlier. */
  readonly ttlMs: number;
}

export interface DiskTierTools {
  readonly codec: Codec;
  readonly clock: Clock;
  readonly driver: NonNullable<KeyvSqlite['driver']>;
  readonly isCorruption: (error: unknown) => boolean;
  /** Told when a file was no usable database and was set aside, and when a batch could not be written. */
  readonly onTrouble: (trouble: 'setAside' | 'notWritten') => void;
}

/** Writes gather for so long, or until there are so many, and go into one statement. */
const BATCH_MS = 50;
const BATCH_ROWS = 100;
/** How often expired rows and what is beyond the size go, and how many at a time. */
const SWEEP_MS = 30_000;
const SWEEP_ROWS = 500;
const TABLE = 'answers';

/** What is sealed beside the value. */
interface Sealed<Value> {
  readonly value: Value;
  readonly bytes: number;
  readonly expiresAt: number;
}

/**
 * L3: one SQLite file, shared by the windows of one installation, its values compressed and encrypted.
 * Statements run in this process and are small. A file that is no database is set aside once.
 */
export class DiskTier<Value> implements CacheTier<Value> {
  readonly name = 'disk';
  readonly #options: DiskTierOptions;
  readonly #tools: DiskTierTools;
  readonly #pending = new Map<string, CacheEntry<Value>>();
  #store: Promise<KeyvSqlite>;
  #batch: Disposable | undefined;
  #nextSweep: Disposable | undefined;
  #usage: TierUsage = { entries: 0, bytes: 0 };

  constructor(options: DiskTierOptions, tools: DiskTierTools) {
    this.#options = options;
    this.#tools = tools;
    this.#store = this.#open();
    // Who asks meets the error; until then nobody has to.
    this.#store.catch(() => undefined);
    this.#sweepLater();
  }

  async get(key: string): Promise<CacheEntry<Value> | undefined> {
    const pending = this.#pending.get(key);
    if (pending !== undefined) return this.#fresh(pending);
    const envelope = await this.#query((store) => store.get<string>(key));
    if (typeof envelope !== 'string') return undefined;
    const sealed = (await this.#tools.codec.open(key, envelope)) as Sealed<Value> | undefined;
    return sealed === undefined ? undefined : this.#fresh(sealed);
  }

  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const expiresAt = Math.min(entry.expiresAt, this.#tools.clock.now() + this.#options.ttlMs);
    this.#pending.set(key, { ...entry, expiresAt });
    if (this.#pending.size >= BATCH_ROWS) await this.flush();
    else this.#batch ??= this.#tools.clock.after(BATCH_MS, () => void this.flush().catch(ignored));
  }

  async delete(key: string): Promise<boolean> {
    const wasPending = this.#pending.delete(key);
    return (await this.#query((store) => store.delete(key))) || wasPending;
  }

  async clear(): Promise<number> {
    await this.flush();
    const entries = await this.#count();
    await this.#query((store) => store.clear());
    this.#usage = { entries: 0, bytes: 0 };
    return entries;
  }

  usage(): TierUsage {
    return this.#usage;
  }

  /** Writes what has gathered; resolves when it is in the file. */
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
    const written = await this.#query((store) => store.setMany(rows)).catch(ignored);
    for (const [key, entry] of entries) {
      if (this.#pending.get(key) === entry) this.#pending.delete(key);
    }
    // The adapter reports a failed batch by its result alone.
    if (written?.every(Boolean)) await this.#measure();
    else this.#tools.onTrouble('notWritten');
  }

  /** Removes expired rows and, beyond the size, the oldest ones, a slice at a time. */
  async sweep(): Promise<void> {
    const now = this.#tools.clock.now();
    await this.#run(
      `DELETE FROM ${TABLE} WHERE rowid IN (SELECT rowid FROM ${TABLE} WHERE expires <= ? LIMIT ${SWEEP_ROWS})`,
      now,
    );
    await this.#measure();
    if (this.#usage.bytes > this.#options.maxBytes) {
      await this.#run(
        `DELETE FROM ${TABLE} WHERE rowid IN (SELECT rowid FROM ${TABLE} ORDER BY rowid LIMIT ${SWEEP_ROWS})`,
      );
      await this.#measure();
    }
    await this.#run(`PRAGMA incremental_vacuum(${SWEEP_ROWS})`);
  }

  dispose(): void {
    this.#nextSweep?.dispose();
    // Nobody waits for the last batch; what fails now is lost as it would be in a power cut.
    this.flush()
      .then(() => this.#store)
      .then((store) => store.disconnect())
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

  async #open(): Promise<KeyvSqlite> {
    mkdirSync(dirname(this.#options.path), { recursive: true });
    const store = new KeyvSqlite({
      uri: `sqlite://${this.#options.path}`,
      table: TABLE,
      driver: this.#tools.driver,
    });
    store.on('error', ignored);
    await store.ready;
    return store;
  }

  /** Runs a query; a file that turns out to be no database is set aside, and a new one asked. */
  async #query<Result>(ask: (store: KeyvSqlite) => Promise<Result>): Promise<Result> {
    try {
      return await ask(await this.#store);
    } catch (error) {
      if (!this.#tools.isCorruption(error)) throw error;
      this.#setAside();
      return ask(await this.#store);
    }
  }

  async #run(sql: string, ...parameters: unknown[]): Promise<unknown[]> {
    return this.#query((store) => store.query(sql, ...parameters));
  }

  #setAside(): void {
    const { path } = this.#options;
    this.#store.then((store) => store.disconnect()).catch(ignored);
    renameSync(path, `${path}.corrupt`);
    for (const part of ['-wal', '-shm']) rmSync(path + part, { force: true });
    this.#tools.onTrouble('setAside');
    this.#store = this.#open();
  }

  async #count(): Promise<number> {
    const [row] = (await this.#run(`SELECT count(*) AS entries FROM ${TABLE}`)) as {
      entries: number;
    }[];
    return row?.entries ?? 0;
  }

  async #measure(): Promise<void> {
    const value = async (pragma: string) => {
      const [row] = (await this.#run(`PRAGMA ${pragma}`)) as Record<string, number>[];
      return row?.[pragma] ?? 0;
    };
    const pages = (await value('page_count')) - (await value('freelist_count'));
    this.#usage = { entries: await this.#count(), bytes: pages * (await value('page_size')) };
  }
}

/** A failed write or sweep costs later calls, not this one; reads that fail are counted by the caller. */
const ignored = (): undefined => undefined;
