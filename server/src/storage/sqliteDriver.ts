import { renameSync, rmSync } from 'node:fs';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { openDatabase } from './sqlite.ts';

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
 */
export const sqliteDriver: SqliteDriver = {
  name: 'custom',
  async connect({ filename }) {
    const database = openDatabase(filename);
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
};

/** Whether an error says that a file is no database, or a broken one (SQLITE_NOTADB, SQLITE_CORRUPT). */
export const isCorruption = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && (error.errcode === 26 || error.errcode === 11);

/** Renames a file that is no database, so that nothing is lost that somebody may want to look at, and a new one can take its place. */
export function setAside(path: string): void {
  renameSync(path, `${path}.corrupt`);
  for (const part of ['-wal', '-shm']) rmSync(path + part, { force: true });
}

/**
 * Returns the result of `open` for the database at `path`; sets a file that is no database aside first. Throws any other
 * error of opening it.
 */
export function openOrAnew<Opened>(path: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    if (!isCorruption(error)) throw error;
    setAside(path);
    return open();
  }
}
