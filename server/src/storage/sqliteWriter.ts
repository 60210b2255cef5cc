import { Worker } from 'node:worker_threads';

/** A statement for the thread, and its outcome: the rows, or SQLite's error, whose result code a message would lose. */
export interface WriterStatement {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
export type WriterOutcome =
  | { readonly id: number; readonly rows: readonly unknown[] }
  | { readonly id: number; readonly message: string; readonly errcode: number | undefined };

/** The file of a writer; the data of the thread. */
export interface WriterData {
  readonly filename: string;
  /** The statements of our own schema, as `openTables` wants them. */
  readonly ours: readonly string[];
}

/** The thread holds a hundred rows at a time, and statements. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 64 };

/** Runs statements elsewhere. */
export interface Writer {
  /** The rows that a statement returns; rejects with SQLite's error; `undefined` where there is no elsewhere. */
  readonly run: (sql: string, parameters: readonly unknown[]) => Promise<unknown[] | undefined>;
  /** Closes the connection, behind the statements that wait. */
  readonly close: () => Promise<void>;
}

/** Older versions of Node call their SQLite an experiment, at each start. */
const QUIET = ['--disable-warning=ExperimentalWarning'];

interface Waiting {
  readonly resolve: (rows: unknown[] | undefined) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs the statements that change a database in a thread with a connection of its own: a write takes half a millisecond, a
 * checkpoint some ten, and whoever answers requests would stand still meanwhile. Statements run one after the other. The process stays
 * alive while one runs, and no longer.
 */
export class SqliteWriter implements Writer {
  /** `undefined` once the thread has ended: a machine may have no more threads, or no memory for one. */
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** `thread` is the file of `sqliteWriterThread.ts`, or its bundle. */
  constructor(thread: URL, workerData: WriterData) {
    this.#worker = begun(thread, workerData);
    this.#worker?.unref();
    this.#worker?.on('message', (outcome: WriterOutcome) => this.#ended(outcome));
    this.#worker?.on('error', () => this.#leave());
    this.#worker?.on('exit', () => this.#leave());
  }

  async run(sql: string, parameters: readonly unknown[]): Promise<unknown[] | undefined> {
    const worker = this.#worker;
    if (worker === undefined) return undefined;
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, sql, parameters } satisfies WriterStatement);
    });
  }

  async close(): Promise<void> {
    await this.run('', []);
    await this.#worker?.terminate();
  }

  #ended(outcome: WriterOutcome): void {
    const waiting = this.#waiting.get(outcome.id);
    this.#waiting.delete(outcome.id);
    if (this.#waiting.size === 0) this.#worker?.unref();
    if ('rows' in outcome) waiting?.resolve([...outcome.rows]);
    else {
      const { message, errcode } = outcome;
      waiting?.reject(Object.assign(new Error(message), errcode === undefined ? {} : { errcode }));
    }
  }

  #leave(): void {
    this.#worker = undefined;
    for (const { resolve } of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
  }
}

/** A thread; `undefined` where the machine has no more of them, which Node throws at once (`ERR_WORKER_INIT_FAILED`). */
function begun(thread: URL, workerData: WriterData): Worker | undefined {
  try {
    return new Worker(thread, { workerData, resourceLimits: RESOURCE_LIMITS, execArgv: QUIET });
  } catch {
    return undefined;
  }
}
