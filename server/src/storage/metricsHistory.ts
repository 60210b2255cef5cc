import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openTables } from './sqlite.ts';

/** How long one process waits for another's write, in milliseconds. */
const BUSY_TIMEOUT_MS = 20;

/** Many times what is ever kept, in bytes. */
const MAX_BYTES = 256 * 1024 ** 2;

/** No window begins there. */
const NONE = -1;
/** Rows and characters of a row that are read at most; ours have some thousand, and some ten thousand. */
const MAX_ROWS = 20_000;
const MAX_TALLY_LENGTH = 1_000_000;
/** A row as we write it: others may have written to the file, and Node refuses integers that JavaScript cannot hold. */
const IS_ROW = `typeof(start) = 'integer' AND abs(start) <= ${Number.MAX_SAFE_INTEGER}
  AND typeof(tally) = 'text' AND length(tally) <= ${MAX_TALLY_LENGTH}`;
/** In whose name rows stand that were put together. */
const TOGETHER = '';

interface StoredWindow {
  readonly spanMs: number;
  readonly start: number;
  readonly tally: object;
}

/**
 * Windows of counts in a SQLite file that all windows of an editor share, each process with rows of its own. A tally is stored as
 * JSON. Throws nothing but where the file cannot be opened: what cannot be written is lost, as it would be in a power cut.
 */
export class MetricsHistory {
  readonly #database: DatabaseSync;
  readonly #process: string;
  readonly #save: StatementSync;
  readonly #all: StatementSync;
  readonly #own: StatementSync;
  readonly #keepNewest: StatementSync;

  /** `process` names this one among those that share the file. */
  constructor(path: string, process: string) {
    this.#process = process;
    this.#database = openTables(path, MAX_BYTES);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA auto_vacuum = FULL;
      PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS windows (span INTEGER, start INTEGER, process TEXT, tally TEXT NOT NULL,
        PRIMARY KEY (span, start, process)) WITHOUT ROWID`);
    this.#save = this.#database.prepare('INSERT OR REPLACE INTO windows VALUES (?, ?, ?, ?)');
    this.#all = this.#database.prepare(
      `SELECT start, tally FROM windows WHERE span = ? AND start >= ? AND NOT (process = ? AND start = ?)
        AND ${IS_ROW} LIMIT ${MAX_ROWS}`,
    );
    this.#own = this.#database.prepare(
      `SELECT start, tally FROM windows WHERE span = ? AND start = ? AND process = ? AND ${IS_ROW}`,
    );
    this.#keepNewest =
      this.#database.prepare(`DELETE FROM windows WHERE span = ? AND start < (SELECT min(start) FROM
      (SELECT DISTINCT start FROM windows WHERE span = ? ORDER BY start DESC LIMIT ?))`);
  }

  save(windows: readonly StoredWindow[]): void {
    this.#try(() => {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { spanMs, start, tally } of windows) {
        this.#save.run(spanMs, start, this.#process, JSON.stringify(tally));
      }
      this.#database.exec('COMMIT');
    });
  }

  /** One of this process's own windows. */
  own(spanMs: number, start: number): StoredWindow | undefined {
    const rows = this.#try(() => this.#own.all(spanMs, start, this.#process)) ?? [];
    return windowsIn(spanMs, rows)[0];
  }

  /** All windows from a moment on, of all processes, but for this one's own at `open`. */
  all(spanMs: number, from: number, open: number | undefined): StoredWindow[] {
    const rows = this.#try(() => this.#all.all(spanMs, from, this.#process, open ?? NONE)) ?? [];
    return windowsIn(spanMs, rows);
  }

  /** Forgets the oldest windows of a length, all but `count`. */
  keepNewest(spanMs: number, count: number): void {
    this.#try(() => this.#keepNewest.run(spanMs, spanMs, count));
  }

  /** Puts the rows of closed windows, one for each process that counted then, together into one each. */
  compact(spanMs: number, before: number, sum: (tallies: readonly object[]) => object): void {
    this.#try(() => {
      const starts = this.#database
        .prepare(
          `SELECT start FROM windows WHERE span = ? AND start < ? AND ${IS_ROW}
            GROUP BY start HAVING count(*) > 1 LIMIT ${MAX_ROWS}`,
        )
        .all(spanMs, before) as { start: number }[];
      if (starts.length === 0) return;
      const rows = this.#database.prepare(
        `SELECT tally FROM windows WHERE span = ? AND start = ? AND ${IS_ROW} LIMIT ${MAX_ROWS}`,
      );
      const remove = this.#database.prepare('DELETE FROM windows WHERE span = ? AND start = ?');
      this.#database.exec('BEGIN IMMEDIATE');
      for (const { start } of starts) {
        const tallies = (rows.all(spanMs, start) as { tally: string }[]).flatMap(
          ({ tally }) => parse(tally) ?? [],
        );
        remove.run(spanMs, start);
        this.#save.run(spanMs, start, TOGETHER, JSON.stringify(sum(tallies)));
      }
      this.#database.exec('COMMIT');
    });
  }

  dispose(): void {
    this.#try(() => this.#database.close());
  }

  #try<Result>(work: () => Result): Result | undefined {
    try {
      return work();
    } catch {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      return undefined;
    }
  }
}

/** A row that cannot be read is left out. */
function windowsIn(spanMs: number, rows: readonly unknown[]): StoredWindow[] {
  return (rows as { start: number; tally: string }[]).flatMap(({ start, tally }) => {
    const read = parse(tally);
    return read === undefined ? [] : [{ spanMs, start, tally: read }];
  });
}

function parse(text: string): object | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? read : undefined;
  } catch {
    return undefined;
  }
}
