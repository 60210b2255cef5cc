import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openTables } from '../storage/sqlite.ts';

/** How long one process waits for another's grant, in milliseconds; it takes some tens of microseconds. */
const BUSY_TIMEOUT_MS = 20;
/** Many times what is ever kept, in bytes. */
const MAX_BYTES = 256 * 1024 ** 2;
/** Grants so close to each other, as a share of the period, count as one. */
const GRAIN = 1 / 240;
/** More requests than any endpoint answers within a slot. */
const MAX_AMOUNT = 1_000_000;
/** The margin for a request that travels longer than the one that left the window for it: servers count arrivals. */
const SKEW_MS = 500;

interface Allowance {
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
}

/**
 * Budgets in a SQLite file that all windows of an editor share, and that outlives them: at most `limit` grants in any `periodMs`,
 * by the wall clock. Grants are counted in slots of a 240th of the period, each held to be as late as its end, which is the
 * safe side. A clock that was set back finds its own later grants still there, and waits for them no longer than a period.
 * The scope names an endpoint and an account; callers give a digest.
 */
export class SqliteBudget {
  readonly #database: DatabaseSync;
  readonly #now: () => number;
  readonly #sum: StatementSync;
  readonly #oldest: StatementSync;
  readonly #add: StatementSync;
  readonly #expire: StatementSync;
  readonly #giveBack: StatementSync;

  /** `now` is epoch milliseconds. Throws where the file cannot be opened. */
  constructor(path: string, now: () => number) {
    this.#now = now;
    this.#database = openTables(path, MAX_BYTES);
    this.#database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      CREATE TABLE IF NOT EXISTS grants (scope TEXT, slot INTEGER, amount INTEGER NOT NULL,
        PRIMARY KEY (scope, slot)) WITHOUT ROWID`);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#sum = prepare('SELECT COALESCE(SUM(amount), 0) AS used FROM grants WHERE scope = ?');
    this.#oldest = prepare('SELECT slot, amount FROM grants WHERE scope = ? ORDER BY slot');
    this.#add = prepare(`INSERT INTO grants VALUES (?, ?, 1)
      ON CONFLICT (scope, slot) DO UPDATE SET amount = amount + 1`);
    // Without one of the newest slot; an amount of 0 goes with the next look.
    this.#giveBack = prepare(`UPDATE grants SET amount = amount - 1 WHERE scope = ?1
      AND slot = (SELECT MAX(slot) FROM grants WHERE scope = ?1 AND amount > 0)`);
    // What nobody can have spent goes, too: others may have written to the file.
    this.#expire =
      prepare(`DELETE FROM grants WHERE scope = ? AND (slot <= ? OR slot > ? OR typeof(slot) <> 'integer'
      OR typeof(amount) <> 'integer' OR amount NOT BETWEEN 1 AND ${MAX_AMOUNT})`);
  }

  /** Takes one of all allowances of a scope, or of none. */
  async take(scope: string, allowances: readonly Allowance[]) {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      const looked = allowances.map((allowance) => this.#look(scope, allowance));
      const waitMs = Math.max(0, ...looked.map((each) => each.waitMs));
      if (waitMs === 0) for (const { name, slot } of looked) this.#add.run(name, slot);
      this.#database.exec('COMMIT');
      const isGranted = waitMs === 0;
      const remaining = looked.map(({ left }) => Math.max(0, left - (isGranted ? 1 : 0)));
      const giveBack = async () => {
        for (const { name } of looked) this.#giveBack.run(name);
      };
      return { waitMs, remaining, ...(isGranted ? { giveBack } : {}) };
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  dispose(): void {
    this.#database.close();
  }

  #look(scope: string, { name: allowance, limit, periodMs }: Allowance) {
    const now = this.#now();
    const name = `${scope} ${allowance}`;
    const grainMs = periodMs * GRAIN;
    const slot = Math.floor(now / grainMs);
    /** A slot counts from its end. */
    const gone = Math.floor((now - periodMs - SKEW_MS) / grainMs) - 1;
    this.#expire.run(name, gone, slot + 240);
    const { used } = this.#sum.get(name) as { used: number };
    const left = limit - used;
    if (left >= 1) return { name, slot, left, waitMs: 0 };
    let missing = 1 - left;
    for (const row of this.#oldest.all(name) as { slot: number; amount: number }[]) {
      missing -= row.amount;
      if (missing > 0) continue;
      const waitMs = Math.max(1, (row.slot + 1) * grainMs + periodMs + SKEW_MS - now);
      return { name, slot, left, waitMs };
    }
    return { name, slot, left, waitMs: periodMs };
  }
}
