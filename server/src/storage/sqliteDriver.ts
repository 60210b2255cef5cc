import { renameSync, rmSync } from 'node:fs';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { ForeignSchemaError, openTables } from './sqlite.ts';

/** Twice the most that the setting for its size allows, in bytes. */
const MAX_BYTES = 128 * 1024 ** 3;
/** How long a statement waits for another window's write, in milliseconds; it blocks this process. */
const BUSY_TIMEOUT_MS = 10;

/** The interface that `@keyv/sqlite` requires of a custom driver. */
export interface SqliteDriver {
  readonly name: 'custom';
  connect(options: { filename: string }): Promise<{
    query(sql: string, ...parameters: unknown[]): Promise<unknown[]>;
    close(): Promise<void>;
  }>;
}

/**
 * SQLite as Node ships it, with each statement prepared once: two to three times as fast as the
 * driver inside `@keyv/sqlite`, which prepares every time and syncs every commit. With a write-ahead log
 * several windows share one file; `synchronous=NORMAL` may lose the last commits in a power cut, never
 * the file; `auto_vacuum=INCREMENTAL` (before the first table) lets deleted rows free space in slices.
 * A file with other triggers than those that `ours` creates is not opened (`ForeignSchemaError`).
 */
export const sqliteDriver = (ours: readonly string[]): SqliteDriver => ({
  name: 'custom',
  async connect({ filename }) {
    const database = openTables(filename, MAX_BYTES, ours);
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    database.exec('PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL');
    database.exec('PRAGMA synchronous = NORMAL');
    const prepared = new Map<string, StatementSync>();
    const prepare = (sql: string): StatementSync => {
      const known = prepared.get(sql);
      if (known !== undefined) return known;
      const fresh = database.prepare(sql);
      prepared.set(sql, fresh);
      return fresh;
    };
    return {
      query: async (sql, ...parameters) => prepare(sql).all(...(parameters as SQLInputValue[])),
      close: async () => database.close(),
    };
  },
});

/** Whether an error says that a file is no database, a broken one (SQLITE_NOTADB, SQLITE_CORRUPT), or one of others. */
export const isCorruption = (error: unknown): boolean =>
  error instanceof ForeignSchemaError ||
  codeOf(error) === 26 ||
  codeOf(error) === 11 ||
  (isForeign(error) && OTHER_TABLES.test((error as Error).message));

/** SQLite's words for a table that has our name and other columns. */
const OTHER_TABLES = /^no such (?:column|table)\b|\bhas no column named\b/;

/** SQLITE_READONLY (of a file that was moved, too), SQLITE_IOERR and SQLITE_CANTOPEN. */
const GONE: readonly (number | undefined)[] = [8, 10, 14];

/** Whether an error says that a connection to a file is of no use any more, though another one may be. */
export const isGone = (error: unknown): boolean => GONE.includes(codeOf(error));

/** Whether an error says that a database is not ours: it holds other things under our names (SQLITE_ERROR). */
const isForeign = (error: unknown): boolean => codeOf(error) === 1;

/** SQLite's primary result code: the lowest byte of the extended one. */
const codeOf = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;

/** Renames a file that is no database, so that nothing is lost that somebody may want to look at, and a new one can take its place. */
export function setAside(path: string): void {
  renameSync(path, `${path}.corrupt`);
  for (const part of ['-wal', '-shm']) rmSync(path + part, { force: true });
}

/**
 * Returns the result of `open` for the database at `path`; sets a file that is no database, or that
 * of somebody else, aside first. Throws any other error of
 * opening it.
 */
export function openOrAnew<Opened>(path: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    if (!isCorruption(error) && !isForeign(error)) throw error;
    setAside(path);
    return open();
  }
}
