import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openTables } from '../storage/sqlite.ts';
import { asAmount, granted, limitMicros, MAX_MICROS, MICROS, takenMicros } from './amounts.ts';
import { periodSlots, waitFor } from './periodSlots.ts';
import type { Allowance, Grant, SharedBudget } from './sharedBudget.ts';
import { SqliteRests } from './sqliteRests.ts';

/** How long one process waits for another's grant, in milliseconds; it takes some tens of microseconds. */
const BUSY_TIMEOUT_MS = 20;
/** Many times what is ever kept, in bytes. */
const MAX_BYTES = 256 * 1024 ** 2;
/** Takes over what was counted in whole requests by versions that knew no amounts. */
const FROM_REQUESTS = `BEGIN IMMEDIATE;
  CREATE TABLE IF NOT EXISTS grants (scope TEXT, slot INTEGER, amount INTEGER NOT NULL,
    PRIMARY KEY (scope, slot)) WITHOUT ROWID;
  INSERT INTO spent SELECT scope, slot, amount * ${MICROS} FROM grants
    WHERE typeof(slot) = 'integer' AND typeof(amount) = 'integer' AND amount BETWEEN 1 AND 1000000
    ON CONFLICT (scope, slot) DO UPDATE SET micros = micros + excluded.micros;
  DELETE FROM grants; COMMIT`;

/**
 * Budgets in a SQLite file that all windows of an editor share, and that outlives them: at most `limit` in any `periodMs`,
 * by the wall clock. Grants are counted in slots of a 240th of the period, each held to be as late as its end, which is the
 * safe side. A clock that was set back finds its own later grants still there, and waits for them no longer than a period.
 * The scope names an endpoint and an account; callers give a digest.
 */
export class SqliteBudget implements SharedBudget {
  /** Of the same scopes, in the same file. */
  readonly rests: SqliteRests;
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #sum: StatementSync;
  readonly #oldest: StatementSync;
  readonly #add: StatementSync;
  readonly #expire: StatementSync;

  /** `now` is epoch milliseconds. Throws where the file cannot be opened. */
  constructor(path: string, now: () => number) {
    this.#now = now;
    this.#database = openTables(path, MAX_BYTES);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS spent (scope TEXT, slot INTEGER, micros INTEGER NOT NULL,
        PRIMARY KEY (scope, slot)) WITHOUT ROWID;
      ${FROM_REQUESTS}`);
    this.rests = new SqliteRests(this.#database, now);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#sum = prepare(`SELECT MIN(COALESCE(SUM(micros), 0), ${Number.MAX_SAFE_INTEGER}) AS used
      FROM spent WHERE scope = ?`);
    this.#oldest = prepare(
      'SELECT slot, micros AS amount FROM spent WHERE scope = ? ORDER BY slot',
    );
    // An amount of 0 goes with the next look.
    this.#add = prepare(`INSERT INTO spent VALUES (?1, ?2, MAX(0, ?3))
      ON CONFLICT (scope, slot) DO UPDATE SET micros = MIN(${MAX_MICROS}, MAX(0, micros + ?3))`);
    // What nobody can have spent goes, too: others may have written to the file.
    this.#expire =
      prepare(`DELETE FROM spent WHERE scope = ? AND (slot <= ? OR slot > ? OR typeof(slot) <> 'integer'
      OR typeof(micros) <> 'integer' OR micros NOT BETWEEN 1 AND ${MAX_MICROS})`);
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    return this.#atOnce(() => {
      const looked = allowances.map((allowance) => this.#look(scope, allowance));
      const waitMs = Math.max(0, ...looked.map((each) => each.waitMs));
      if (waitMs > 0) return { waitMs, remaining: looked.map(({ left }) => asAmount(left)) };
      for (const { name, slot, amount } of looked) this.#add.run(name, slot, amount);
      return granted(
        looked.map(({ left, amount }) => asAmount(left - amount)),
        looked.map(({ amount }) => amount),
        async (micros) =>
          this.#atOnce(() => {
            for (const [index, { name, slot }] of looked.entries())
              this.#add.run(name, slot, micros[index] ?? 0);
          }),
      );
    });
  }

  dispose(): void {
    this.#database.close();
  }

  #atOnce<Result>(work: () => Result): Result {
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

  #look(scope: string, { name: allowance, limit, periodMs, amount: wanted = 1 }: Allowance) {
    const amount = takenMicros(wanted);
    const name = `${scope} ${allowance}`;
    const slots = periodSlots(this.#now(), periodMs);
    const { slot, gone, latest } = slots;
    this.#expire.run(name, gone, latest);
    const { used } = this.#sum.get(name) as { used: number };
    const left = limitMicros(limit) - used;
    if (left >= amount) return { name, slot, amount, left, waitMs: 0 };
    const taken = this.#oldest.all(name) as { slot: number; amount: number }[];
    const waitMs = waitFor(amount - left, taken, slots, periodMs);
    return { name, slot, amount, left, waitMs };
  }
}
