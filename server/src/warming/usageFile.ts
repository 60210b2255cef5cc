import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openTables } from '../storage/sqlite.ts';
import { KEPT_MS, rankAfter } from './decay.ts';
import type { AskedKey, Use, Verdict, Visit } from './usage.ts';

/** How long one process waits for another's write, in milliseconds. */
const BUSY_TIMEOUT_MS = 10;
/** Many times what is ever kept, in bytes. */
const MAX_BYTES = 64 * 1024 ** 2;
/** Keys, and visits of files, that are kept; of the keys the least used ones go first, of the visits the oldest. */
export const MAX_KEYS = 20_000;
export const MAX_VISITS = 10_000;
/** A moment further ahead than this is one of a clock that was wrong. */
const AHEAD_MS = 86_400_000;
const MAX_KIND_LENGTH = 40;
/** SQLite keeps the count in 32 bits. */
const MOST_FORGOTTEN = 2 ** 31;
/** Rows as we write them: others may have written to the file, and Node refuses integers that JavaScript cannot hold. */
const IS_TIME = (column: string) =>
  `typeof(${column}) = 'integer' AND abs(${column}) <= ${Number.MAX_SAFE_INTEGER}`;
const IS_DIGEST = (column: string, bytes: number) =>
  `typeof(${column}) = 'blob' AND length(${column}) = ${bytes}`;
const IS_KIND = `typeof(kind) = 'text' AND length(kind) <= ${MAX_KIND_LENGTH}`;
const IS_KEY = `${IS_DIGEST('key', 16)} AND ${IS_DIGEST('place', 8)} AND ${IS_KIND} AND ${IS_TIME('last')}
  AND ${IS_TIME('times')} AND typeof(rank) = 'real'`;
const IS_VISIT = `${IS_DIGEST('file', 16)} AND ${IS_KIND} AND ${IS_TIME('at')}`;

/** All that was used, in a SQLite file that all windows of an editor share. Each method throws what SQLite does. */
export class UsageFile {
  readonly #database: DatabaseSync;
  readonly #known: StatementSync;
  readonly #keep: StatementSync;
  readonly #visit: StatementSync;
  /** Counts how often all was forgotten, by any window. */
  #forgotten: number;

  constructor(path: string) {
    this.#database = openTables(path, MAX_BYTES);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA auto_vacuum = FULL;
      PRAGMA secure_delete = ON; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS asked (key BLOB PRIMARY KEY, file BLOB, kind TEXT, place BLOB, rank REAL, times INTEGER,
        last INTEGER) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS asked_file ON asked (file, rank);
      CREATE INDEX IF NOT EXISTS asked_rank ON asked (rank);
      CREATE TABLE IF NOT EXISTS visits (at INTEGER, file BLOB, kind TEXT);
      CREATE INDEX IF NOT EXISTS visits_at ON visits (at);
      CREATE TABLE IF NOT EXISTS verdict (id INTEGER PRIMARY KEY, at INTEGER, reason TEXT, precision REAL)`);
    this.#known = this.#database.prepare(
      `SELECT rank, times FROM asked WHERE key = ? AND ${IS_TIME('times')}`,
    );
    this.#keep = this.#database.prepare(
      'INSERT OR REPLACE INTO asked VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#visit = this.#database.prepare('INSERT INTO visits VALUES (?, ?, ?)');
    this.#forgotten = this.#timesForgotten();
  }

  /**
   * Adds uses and visits in one write, and forgets what is too old, or too much. Adds nothing, and returns false, where another
   * window has forgotten everything meanwhile: they may be of before.
   */
  add(uses: readonly Use[], visits: readonly Visit[], now: number): boolean {
    return this.#unlessForgotten(() => {
      for (const { key, file, kind, place, at } of uses) {
        if (key === undefined) continue;
        const digest = bytes(key);
        const known = this.#known.get(digest) as { rank: unknown; times: unknown } | undefined;
        const rank = typeof known?.rank === 'number' ? known.rank : undefined;
        const times = typeof known?.times === 'number' ? known.times : 0;
        const after = rankAfter(rank, at);
        this.#keep.run(digest, bytes(file), kind, bytes(place), after, times + 1, at);
      }
      for (const { at, file, kind } of visits) this.#visit.run(at, bytes(file), kind);
      this.#trim(now);
    });
  }

  /** The keys that were asked most, at least so often. */
  most(count: number, leastTimes: number): AskedKey[] {
    const sql = `SELECT * FROM asked WHERE times >= ? AND ${IS_KEY} ORDER BY rank DESC LIMIT ?`;
    return keysIn(this.#database.prepare(sql).all(leastTimes, count));
  }

  /** Those of a file, the most used first. */
  ofFile(file: string, count: number): AskedKey[] {
    const sql = `SELECT * FROM asked WHERE file = ? AND ${IS_KEY} ORDER BY rank DESC LIMIT ?`;
    return keysIn(this.#database.prepare(sql).all(bytes(file), count));
  }

  /** The newest visits of the time that is kept, the oldest of them first. */
  visits(count: number, now: number): Visit[] {
    const sql = `SELECT at, file, kind FROM visits WHERE ${IS_VISIT} AND at BETWEEN ? AND ? ORDER BY at DESC LIMIT ?`;
    const rows = this.#database.prepare(sql).all(now - KEPT_MS, now + AHEAD_MS, count) as {
      at: number;
      file: Uint8Array;
      kind: string;
    }[];
    return rows.map(({ at, file, kind }) => ({ at, file: hex(file), kind })).reverse();
  }

  verdict(): Verdict | undefined {
    const sql = `SELECT at, reason, precision FROM verdict WHERE id = 1 AND ${IS_TIME('at')}
      AND reason IN ('unused', 'noHabits') AND typeof(precision) = 'real' AND precision BETWEEN 0 AND 1`;
    const row = this.#database.prepare(sql).get();
    return row === undefined ? undefined : ({ ...row } as unknown as Verdict);
  }

  /** As `add`. */
  judge(verdict: Verdict | undefined): boolean {
    return this.#unlessForgotten(() => {
      this.#database.exec('DELETE FROM verdict');
      if (verdict === undefined) return;
      const { at, reason, precision } = verdict;
      const sql = 'INSERT INTO verdict VALUES (1, ?, ?, ? + 0.0)';
      this.#database.prepare(sql).run(at, reason, precision);
    });
  }

  /** Forgets everything. */
  clear(): void {
    this.#inOne(() => {
      for (const table of ['asked', 'visits', 'verdict'])
        this.#database.exec(`DELETE FROM ${table}`);
      const times = this.#timesForgotten() + 1;
      this.#database.exec(`PRAGMA user_version = ${times % MOST_FORGOTTEN}`);
    });
    this.#forgotten = this.#timesForgotten();
    // What was written before it stands in the log until then.
    this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  close(): void {
    this.#database.close();
  }

  #trim(now: number): void {
    for (const [table, column] of [
      ['asked', 'last'],
      ['visits', 'at'],
    ]) {
      const sql = `DELETE FROM ${table} WHERE ${column} < ? OR ${column} > ?`;
      this.#database.prepare(sql).run(now - KEPT_MS, now + AHEAD_MS);
    }
    this.#most('asked', 'key', 'rank', MAX_KEYS);
    this.#most('visits', 'rowid', 'at', MAX_VISITS);
  }

  /** Removes the rows that come first by a column, as far as there are too many. */
  #most(table: string, id: string, column: string, count: number): void {
    const [row] = this.#database.prepare(`SELECT count(*) AS count FROM ${table}`).all();
    const excess = Number(row?.count ?? 0) - count;
    if (excess <= 0) return;
    const first = `SELECT ${id} FROM ${table} ORDER BY ${column} LIMIT ${excess}`;
    this.#database.exec(`DELETE FROM ${table} WHERE ${id} IN (${first})`);
  }

  #timesForgotten(): number {
    return Number(this.#database.prepare('PRAGMA user_version').get()?.user_version);
  }

  #unlessForgotten(work: () => void): boolean {
    return this.#inOne(() => {
      const times = this.#timesForgotten();
      const isForgotten = times !== this.#forgotten;
      this.#forgotten = times;
      if (!isForgotten) work();
      return !isForgotten;
    });
  }

  #inOne<Result>(work: () => Result): Result {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

const bytes = (digits: string): Uint8Array => Buffer.from(digits, 'hex');
const hex = (digest: Uint8Array): string => Buffer.from(digest).toString('hex');

const keysIn = (rows: readonly unknown[]): AskedKey[] =>
  (rows as (Omit<AskedKey, 'key' | 'place'> & { key: Uint8Array; place: Uint8Array })[]).map(
    ({ key, place, kind, rank, times, last }) => {
      return { key: hex(key), place: hex(place), kind, rank, times, last };
    },
  );
