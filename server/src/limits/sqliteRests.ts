import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SharedRests } from './sharedRests.ts';

/** No rest counts for others for longer, in milliseconds: a plan may have changed, and each window may find that out. */
const MOST_MS = 60_000;

/** Rests in a SQLite file that all windows of an editor share, by the wall clock. One from a time that is yet to come is none. */
export class SqliteRests implements SharedRests {
  readonly #now: () => number;
  readonly #read: StatementSync;
  readonly #tell: StatementSync;
  readonly #expire: StatementSync;

  /** `now` is epoch milliseconds. */
  constructor(database: DatabaseSync, now: () => number) {
    this.#now = now;
    database.exec(`CREATE TABLE IF NOT EXISTS rests (scope TEXT PRIMARY KEY, since INTEGER NOT NULL,
      until INTEGER NOT NULL) WITHOUT ROWID`);
    // Others may have written to the file.
    const isValid = `typeof(since) = 'integer' AND typeof(until) = 'integer'
      AND since <= :now AND until > :now AND until - since <= ${MOST_MS}`;
    this.#read = database.prepare(
      `SELECT until - :now AS ms FROM rests WHERE scope = :scope AND ${isValid}`,
    );
    this.#expire = database.prepare(`DELETE FROM rests WHERE NOT (${isValid})`);
    this.#tell = database.prepare(`INSERT INTO rests VALUES (:scope, :now, :now + :ms)
      ON CONFLICT (scope) DO UPDATE SET since = excluded.since, until = excluded.until
      WHERE excluded.until > until`);
  }

  restMs(scope: string): number {
    const row = this.#read.get({ scope, now: this.#wholeNow() });
    return (row as { ms: number } | undefined)?.ms ?? 0;
  }

  rest(scope: string, ms: number): void {
    const now = this.#wholeNow();
    this.#expire.run({ now });
    this.#tell.run({ scope, now, ms: Math.min(Math.ceil(ms), MOST_MS) });
  }

  #wholeNow(): number {
    return Math.floor(this.#now());
  }
}
