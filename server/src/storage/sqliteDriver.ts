import { lstatSync, renameSync, rmSync } from 'node:fs';
import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { ForeignSchemaError, openTables } from './sqlite.ts';
import type { Writer, WriterData } from './sqliteWriter.ts';

/** Twice the most that the setting for its size allows, in bytes. */
const MAX_BYTES = 128 * 1024 ** 3;
/** SQLite's number for vacuuming in slices (its documentation, "PRAGMA auto_vacuum"). */
const INCREMENTAL = 2;
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

/** Statements that change rows; all others read, or make tables. */
const CHANGES = /^\s*(?:INSERT|UPDATE|DELETE|PRAGMA incremental_vacuum)/;

/**
 * SQLite as Node ships it, with each statement prepared once: two to three times as fast as the
 * driver inside `@keyv/sqlite`, which prepares every time and syncs every commit. Statements that change rows are those of a writer where
 * there is one, which is made for the first; reading takes less than a message there and back. Those of `ours` make the tables that
 * readers wait for: a thread that starts would be longer than they wait.
 * A file with other triggers than those that `ours` creates is not opened (`ForeignSchemaError`).
 */
export const sqliteDriver = (
  ours: readonly string[],
  writerOf?: (of: WriterData) => Writer,
): SqliteDriver => ({
  name: 'custom',
  async connect({ filename }) {
    const own = openAnswers(filename, ours, BUSY_TIMEOUT_MS);
    let writer: Writer | undefined;
    let isClosed = false;
    return {
      query: async (sql, ...parameters) => {
        own.stays();
        const isWrite = CHANGES.test(sql) && !ours.includes(sql);
        if (writerOf !== undefined && isWrite && !isClosed) {
          writer ??= writerOf({ filename, ours });
          const far = await writer.run(sql, parameters);
          if (far !== undefined) return far;
        }
        return own.all(sql, parameters as SQLInputValue[]);
      },
      close: async () => {
        isClosed = true;
        await writer?.close();
        own.close();
      },
    };
  },
});

/**
 * A connection to a file of answers. With a write-ahead log several windows share one file; `synchronous=NORMAL` may lose the last commits in
 * a power cut, never the file; `auto_vacuum=INCREMENTAL` (before the first table) lets deleted rows free space in slices. Throws what
 * `openTables` throws.
 */
export function openAnswers(filename: string, ours: readonly string[], busyTimeoutMs: number) {
  const database = openTables(filename, MAX_BYTES, ours);
  database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  // To set it takes the lock of a write, even if nothing changes.
  const vacuum = database.prepare('PRAGMA auto_vacuum').get()?.auto_vacuum;
  if (vacuum !== INCREMENTAL) database.exec(`PRAGMA auto_vacuum = ${INCREMENTAL}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  const opened = fileAt(filename);
  const prepared = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const fresh = database.prepare(sql);
    prepared.set(sql, fresh);
    return fresh;
  };
  return {
    all: (sql: string, parameters: readonly SQLInputValue[]) => {
      const statement = prepare(sql);
      try {
        return statement.all(...parameters);
      } finally {
        // Each of a hundred sizes of a batch is a statement, which would hold its last values: this binds none, and runs nothing.
        if (parameters.length > 0) statement.iterate();
      }
    },
    close: () => database.close(),
    /** Throws `MovedFileError` where another file, or none, is at the path by now. */
    stays: () => {
      if (fileAt(filename) !== opened) throw new MovedFileError();
    },
  };
}

/** A file was deleted or moved while it was open: SQLite goes on in it, and nobody else finds it. */
class MovedFileError extends Error {
  constructor() {
    super('A database is not in its place any more');
    this.name = 'MovedFileError';
  }
}

/** Tells a file from any other; `undefined` where there is none. */
function fileAt(path: string): string | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false, bigint: true });
  return found && `${found.dev} ${found.ino}`;
}

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
export const isGone = (error: unknown): boolean =>
  error instanceof MovedFileError || GONE.includes(codeOf(error));

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
 * of somebody else, aside first, and tells so. Throws any other error of
 * opening it.
 */
export function openOrAnew<Opened>(
  path: string,
  open: () => Opened,
  onSetAside: () => void = () => undefined,
): Opened {
  try {
    return open();
  } catch (error) {
    if (!isCorruption(error) && !isForeign(error)) throw error;
    setAside(path);
    onSetAside();
    return open();
  }
}
