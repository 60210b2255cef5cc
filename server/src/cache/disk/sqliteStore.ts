import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import KeyvSqlite from '@keyv/sqlite';

export interface SqliteStoreTools {
  readonly driver: NonNullable<KeyvSqlite['driver']>;
  /** Whether an error says that the file is no database, or a broken one. */
  readonly isCorruption: (error: unknown) => boolean;
  /** Puts such a file out of the way. */
  readonly setAside: (path: string) => void;
  readonly onSetAside: () => void;
  /** Statements for a file that has just been opened, beyond the table itself. */
  readonly schema: (table: string) => readonly string[];
}

/**
 * One table in one SQLite file. A file that turns out to be no database is renamed, so that nothing is
 * lost that somebody may want to look at, and the query is asked of a new one.
 */
export class SqliteStore {
  readonly table = 'answers';
  readonly #path: string;
  readonly #tools: SqliteStoreTools;
  #store: Promise<KeyvSqlite>;

  /** Opens the file; who queries first meets the error if that fails. */
  constructor(path: string, tools: SqliteStoreTools) {
    this.#path = path;
    this.#tools = tools;
    this.#store = this.#open();
    this.#store.catch(nobodyYet);
  }

  async query<Result>(ask: (store: KeyvSqlite) => Promise<Result>): Promise<Result> {
    try {
      return await ask(await this.#store);
    } catch (error) {
      if (!this.#tools.isCorruption(error)) throw error;
      this.#setAside();
      return ask(await this.#store);
    }
  }

  /** The first column of the first row, as a number; 0 when there is none. */
  async number(sql: string, ...parameters: unknown[]): Promise<number> {
    const [row] = (await this.run(sql, ...parameters)) as Record<string, unknown>[];
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  run(sql: string, ...parameters: unknown[]): Promise<unknown[]> {
    return this.query((store) => store.query(sql, ...parameters));
  }

  async close(): Promise<void> {
    await (await this.#store).disconnect();
  }

  async #open(): Promise<KeyvSqlite> {
    mkdirSync(dirname(this.#path), { recursive: true });
    const { driver, schema } = this.#tools;
    const store = new KeyvSqlite({ uri: `sqlite://${this.#path}`, table: this.table, driver });
    // The adapter tells of every error twice; the rejection is the one that is listened to.
    store.on('error', nobodyYet);
    await store.ready;
    for (const statement of schema(this.table)) await store.query(statement);
    return store;
  }

  #setAside(): void {
    this.close().catch(nobodyYet);
    this.#tools.setAside(this.#path);
    this.#tools.onSetAside();
    this.#store = this.#open();
  }
}

const nobodyYet = (): undefined => undefined;
