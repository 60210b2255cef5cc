import type { SchemaStep, SqliteStore } from './sqliteStore.ts';

/** Share of the entries in the small queue; 30 % is the best for work that comes back (see the bench). */
const SMALL_SHARE = 0.3;
/** More than any file holds: Node refuses integers that JavaScript cannot hold. */
const MAX_ENTRIES = 1e12;
/** A hit counts as often as this at most, so that former fame ends. */
const MAX_HITS = 3;

/**
 * The order in which entries leave a full disk tier, kept in the same file: S3-FIFO (Yang, Zhang, Qiu, Yue,
 * Vinayak: "FIFO queues are all you need for cache eviction", SOSP 2023). New entries wait in a small queue;
 * those that were asked for meanwhile go on to the main one, the others leave and are remembered as ghosts; a
 * ghost that is stored again goes to the main queue at once. There, who was asked for gets another turn.
 *
 * Triggers keep the queue and the number of entries (to count them would take a scan) equal to the table, whoever
 * writes to it. Removal goes slice by slice.
 */
export class EvictionQueue {
  /** Statements that make the queue, also for a table that is there already. */
  static schema(table: string): readonly SchemaStep[] {
    const makes = [
      `CREATE TABLE IF NOT EXISTS queue(key TEXT PRIMARY KEY, isMain INTEGER NOT NULL,
        place INTEGER NOT NULL, hits INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID`,
      'CREATE INDEX IF NOT EXISTS queue_order ON queue(isMain, place)',
      'CREATE TABLE IF NOT EXISTS ghosts(at INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL)',
      'CREATE TABLE IF NOT EXISTS tally(entries INTEGER NOT NULL)',
      `CREATE TRIGGER IF NOT EXISTS enqueued AFTER INSERT ON ${table} BEGIN
        INSERT OR REPLACE INTO queue(key, isMain, place)
          SELECT new.key, isGhost, coalesce((SELECT max(place) FROM queue WHERE isMain = isGhost), 0) + 1
          FROM (SELECT EXISTS(SELECT 1 FROM ghosts WHERE key = new.key) AS isGhost);
        DELETE FROM ghosts WHERE key = new.key;
        UPDATE tally SET entries = entries + 1;
      END`,
      `CREATE TRIGGER IF NOT EXISTS dequeued AFTER DELETE ON ${table} BEGIN
        DELETE FROM queue WHERE key = old.key;
        UPDATE tally SET entries = entries - 1;
      END`,
    ];
    return [
      ...makes.map((sql) => ({ sql })),
      {
        sql: `INSERT INTO tally SELECT count(*) FROM ${table} WHERE NOT EXISTS (SELECT 1 FROM tally)`,
        unless: 'SELECT 1 FROM tally LIMIT 1',
      },
      {
        sql: `INSERT OR IGNORE INTO queue(key, isMain, place) SELECT key, 0, rowid FROM ${table}
          WHERE (SELECT count(*) FROM queue) = 0`,
        unless: `SELECT 1 WHERE EXISTS (SELECT 1 FROM queue) OR NOT EXISTS (SELECT 1 FROM ${table})`,
      },
    ];
  }

  readonly #store: SqliteStore;
  readonly #hits = new Map<string, number>();

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  /** How many entries the table has. */
  count(): Promise<number> {
    return this.#store.number(`SELECT max(0, min(entries, ${MAX_ENTRIES})) FROM tally`);
  }

  /** An entry was asked for; costs nothing until the next `settle`. */
  hit(key: string): void {
    this.#hits.set(key, Math.min(MAX_HITS, (this.#hits.get(key) ?? 0) + 1));
  }

  /** Writes down the hits since the last time. */
  async flushHits(): Promise<void> {
    const hits = [...this.#hits];
    this.#hits.clear();
    if (hits.length === 0) return;
    await this.#store.run(
      `UPDATE queue SET hits = min(${MAX_HITS}, hits + json_extract(each.value, '$[1]'))
        FROM json_each(?) AS each WHERE queue.key = json_extract(each.value, '$[0]')`,
      JSON.stringify(hits),
    );
  }

  /** Looks at the `count` entries whose turn it is; those that nobody asked for leave. */
  async evict(count: number): Promise<void> {
    const all = await this.count();
    const main = await this.#store.number('SELECT count(*) FROM queue WHERE isMain = 1');
    if (all - main > SMALL_SHARE * all || main === 0) await this.#evictSmall(count, main);
    else await this.#evictMain(count);
  }

  async #evictSmall(count: number, ghosts: number): Promise<void> {
    const last = await this.#lastOf(0, count);
    await this.#store.run(
      `UPDATE queue SET isMain = 1, hits = 0,
        place = place + (SELECT coalesce(max(place), 0) FROM queue WHERE isMain = 1)
        WHERE isMain = 0 AND place <= ? AND hits > 0`,
      last,
    );
    await this.#store.run(
      'INSERT OR REPLACE INTO ghosts(key) SELECT key FROM queue WHERE isMain = 0 AND place <= ?',
      last,
    );
    await this.#store.run(
      'DELETE FROM ghosts WHERE at <= (SELECT max(at) FROM ghosts) - ?',
      ghosts,
    );
    await this.#remove(0, last);
  }

  async #evictMain(count: number): Promise<void> {
    const last = await this.#lastOf(1, count);
    await this.#store.run(
      `UPDATE queue SET hits = hits - 1, place = place + (SELECT max(place) FROM queue WHERE isMain = 1)
        WHERE isMain = 1 AND place <= ? AND hits > 0`,
      last,
    );
    await this.#remove(1, last);
  }

  /** The place of the last of the `count` entries whose turn it is. */
  #lastOf(isMain: 0 | 1, count: number): Promise<number> {
    return this.#store.number(
      `SELECT max(place) FROM (SELECT place FROM queue WHERE isMain = ? ORDER BY place LIMIT ?)`,
      isMain,
      count,
    );
  }

  #remove(isMain: 0 | 1, last: number): Promise<unknown> {
    const { table } = this.#store;
    return this.#store.run(
      `DELETE FROM ${table} WHERE key IN (SELECT key FROM queue WHERE isMain = ? AND place <= ?)`,
      isMain,
      last,
    );
  }
}
