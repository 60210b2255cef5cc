import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { Sealer } from '../codec/codec.ts';
import type { CacheEntry } from '../tier.ts';

/** An entry as it is written: sealed, in base64, with its end in milliseconds. */
export interface Row {
  readonly key: string;
  readonly value: string;
  readonly expires: number;
}

export interface WriteBehindTools {
  readonly clock: Clock;
  readonly codec: Pick<Sealer, 'seal'>;
  /** Rows of one statement. */
  readonly rowsAtOnce: number;
  /** Writes rows with one statement; the result says of each whether it was written. */
  readonly write: (rows: Row[]) => Promise<readonly unknown[] | undefined>;
  /** Told of each batch: `fault` is the error of one that was not written, where there is one. */
  readonly onBatch: (isWritten: boolean, fault?: unknown) => Promise<void> | void;
}

/** Writes wait up to 50 ms, or until there are 100 of them. */
const BATCH_MS = 50;
export const BATCH_ROWS = 100;

/** An entry that is not in the file yet, and what is to be written. */
interface Pending<Value> {
  readonly entry: CacheEntry<Value>;
  readonly row: Promise<Row>;
}

/**
 * Entries on their way into the file: they gather, are written together, slice by slice, and can be read until they are there. A batch
 * that fails is lost: this is only a cache.
 */
export class WriteBehind<Value> {
  readonly #tools: WriteBehindTools;
  readonly #pending = new Map<string, Pending<Value>>();
  #batch: Disposable | undefined;
  /** Ends when the batches begun so far are written, or have failed. Never rejects. */
  #writing = Promise.resolve();

  constructor(tools: WriteBehindTools) {
    this.#tools = tools;
  }

  /** Resolves when the batches begun so far are in the file, or have failed. Never rejects. */
  get settled(): Promise<void> {
    return this.#writing;
  }

  get(key: string): CacheEntry<Value> | undefined {
    return this.#pending.get(key)?.entry;
  }

  /** Waits where many have gathered, so that nobody sets faster than the disk writes. */
  async set(key: string, entry: CacheEntry<Value>): Promise<void> {
    const row = this.#sealed(key, entry);
    // Whoever writes the batch hears of it.
    row.catch(ignored);
    this.#pending.set(key, { entry, row });
    if (this.#pending.size >= BATCH_ROWS) await this.flush();
    else this.#batch ??= this.#tools.clock.after(BATCH_MS, () => void this.flush().catch(ignored));
  }

  /** False if it was not there. A batch that is being written may hold it. */
  delete(key: string): boolean {
    return this.#pending.delete(key);
  }

  /** Writes what has gathered, one batch after the other; resolves when it is in the file, or could not be written and is told. */
  flush(): Promise<void> {
    this.#batch?.dispose();
    this.#batch = undefined;
    const written = this.#writing.then(() => this.#writeBatch());
    this.#writing = written.catch(ignored);
    return written;
  }

  /** Sealed as it comes, behind whoever has a turn now: a batch at once would take milliseconds. */
  async #sealed(key: string, entry: CacheEntry<Value>): Promise<Row> {
    await new Promise(setImmediate);
    const value = (await this.#tools.codec.seal(key, entry)).toString('base64');
    return { key, value, expires: entry.expiresAt };
  }

  async #writeBatch(): Promise<void> {
    const batch = [...this.#pending];
    if (batch.length === 0) return;
    let fault: unknown;
    const written = await this.#write(batch.map(([, { row }]) => row)).catch((error: unknown) => {
      fault = error;
      return undefined;
    });
    // What was set meanwhile stays.
    for (const [key, each] of batch) if (this.#pending.get(key) === each) this.#pending.delete(key);
    await this.#tools.onBatch(written?.every(Boolean) ?? false, fault);
  }

  async #write(rows: readonly Promise<Row>[]): Promise<readonly unknown[]> {
    const { rowsAtOnce, write } = this.#tools;
    const written: unknown[] = [];
    for (let from = 0; from < rows.length; from += rowsAtOnce) {
      // Others get their turn between the slices.
      if (from > 0) await new Promise(setImmediate);
      const slice = await Promise.all(rows.slice(from, from + rowsAtOnce));
      written.push(...((await write(slice)) ?? [false]));
    }
    return written;
  }
}

const ignored = (): undefined => undefined;
