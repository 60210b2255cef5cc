import KeyvSqlite from '@keyv/sqlite';
import type { Clock } from '../../base/clock.ts';
import { Reopening } from '../../base/reopening.ts';

/** A statement for a file that has just been opened. */
export interface SchemaStep {
  readonly sql: string;
  /** Where this finds a row, nothing is left to do: to change rows takes a lock, which another process may hold, even if none change. */
  readonly unless?: string;
}

export interface SqliteStoreTools {
  readonly clock: Clock;
  /** Told when the file cannot be opened, or is gone, and when it has been opened. */
  readonly onOpened: (isOpen: boolean, error?: unknown) => void;
  /** Given the statements of `schema`: a file with other triggers than theirs is not opened, but counts as broken. */
  readonly driver: (schema: readonly string[]) => NonNullable<KeyvSqlite['driver']>;
  /** Whether an error says that the file is no database, or a broken one. */
  readonly isCorruption: (error: unknown) => boolean;
  /** True for errors that say that the connection is of no use any more, though another one may be. */
  readonly isGone: (error: unknown) => boolean;
  /** Puts such a file out of the way. */
  readonly setAside: (path: string) => void;
  readonly onSetAside: () => void;
  /** Statements for a file that has just been opened, beyond the table itself. */
  readonly schema: (table: string) => readonly SchemaStep[];
}

/**
 * One table in one SQLite file. A file that turns out to be no database is renamed, so that nothing is
 * lost that somebody may want to look at, and the query is asked of a new one.
 */
export class SqliteStore {
  readonly table = 'answers';
  readonly #path: string;
  readonly #tools: SqliteStoreTools;
  readonly #reopening: Reopening;
  #store: Promise<KeyvSqlite>;
  /** The file could not be opened, or is gone. */
  #isAway = false;
  #isClosed = false;

  /** Opens the file; who queries meets the error if that fails, and after a pause the file is opened again. */
  constructor(path: string, tools: SqliteStoreTools) {
    this.#path = path;
    this.#tools = tools;
    this.#reopening = new Reopening(tools.clock);
    this.#store = this.#openAnew();
  }

  async query<Result>(ask: (store: KeyvSqlite) => Promise<Result>): Promise<Result> {
    if (this.#isAway && !this.#isClosed && this.#reopening.isDue) this.#store = this.#openAnew();
    const asked = this.#store;
    try {
      return await ask(await asked);
    } catch (error) {
      if (this.#store === asked && !this.#isAway && this.#tools.isGone(error)) this.#leave(error);
      if (!this.#tools.isCorruption(error)) throw error;
      // Of several queries that meet the same file, one sets it aside.
      if (this.#store === asked) this.#setAside();
      return ask(await this.#store);
    }
  }

  /** The first column of the first row, as a number; 0 when there is none. */
  async number(sql: string, ...parameters: unknown[]): Promise<number> {
    const [row] = (await this.run(sql, ...parameters)) as Record<string, unknown>[];
    return Number(Object.values(row ?? {})[0] ?? 0);
  }

  /** The size of the file without its free pages. */
  usedBytes(): Promise<number> {
    return this.number(
      `SELECT (page_count - freelist_count) * page_size
        FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
    );
  }

  run(sql: string, ...parameters: unknown[]): Promise<unknown[]> {
    return this.query((store) => store.query(sql, ...parameters));
  }

  /** Writes rows, and says of each whether it was written; rejects with what was wrong, which the adapter tells its listeners alone. */
  setMany(rows: Parameters<KeyvSqlite['setMany']>[0]): Promise<unknown[]> {
    return this.query(async (store) => {
      let fault: unknown;
      const hear = (error: unknown) => {
        fault ??= error;
      };
      store.on('error', hear);
      try {
        const written = (await store.setMany(rows)) ?? [];
        if (fault !== undefined && !written.every(Boolean)) throw fault;
        return written;
      } finally {
        store.off('error', hear);
      }
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#store).disconnect();
  }

  /** Begins to open the file: until that has failed, or worked, nobody else does. */
  #openAnew(): Promise<KeyvSqlite> {
    this.#isAway = false;
    const opening = this.#open();
    opening.then(
      () => {
        this.#reopening.succeeded();
        this.#tools.onOpened(true);
      },
      (error: unknown) => {
        // Such a file is set aside by the query that meets it.
        if (this.#store === opening && !this.#tools.isCorruption(error)) this.#failed(error);
      },
    );
    return opening;
  }

  /** The file that was opened is not there any more, or cannot be used: the next to come opens it again. */
  #leave(error: unknown): void {
    this.#store.then((store) => store.disconnect()).catch(nobodyYet);
    this.#failed(error);
  }

  #failed(error: unknown): void {
    if (this.#isClosed) return;
    this.#isAway = true;
    this.#reopening.failed();
    this.#tools.onOpened(false, error);
  }

  async #open(): Promise<KeyvSqlite> {
    const schema = this.#tools.schema(this.table);
    const driver = this.#tools.driver(schema.map(({ sql }) => sql));
    const store = new KeyvSqlite({ uri: `sqlite://${this.#path}`, table: this.table, driver });
    // The adapter tells of every error twice; the rejection is the one that is listened to.
    store.on('error', nobodyYet);
    await store.ready;
    try {
      for (const { sql, unless } of schema) {
        const isDone = unless !== undefined && (await store.query(unless)).length > 0;
        if (!isDone) await store.query(sql);
      }
    } catch (error) {
      await store.disconnect().catch(nobodyYet);
      throw error;
    }
    return store;
  }

  #setAside(): void {
    this.#store.then((store) => store.disconnect()).catch(nobodyYet);
    this.#tools.setAside(this.#path);
    this.#tools.onSetAside();
    this.#store = this.#openAnew();
  }
}

const nobodyYet = (): undefined => undefined;
