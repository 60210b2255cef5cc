import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { Reopening } from '../base/reopening.ts';
import { isCorruption, isGone, openOrAnew, setAside } from '../storage/sqliteDriver.ts';
import type { AskedKey, Use, Verdict, Visit } from './usage.ts';
import { UsageFile } from './usageFile.ts';

/** Uses are written so long after, in one go; in milliseconds. */
const WRITE_MS = 5_000;
/** Uses and visits that wait for a file that cannot be opened; the oldest go first. */
const MAX_WAITING = 1_000;

/**
 * The history of use, over restarts. It is read at once and written in batches, never while somebody waits. Where the file cannot be
 * opened there is no history, and it is opened again after pauses; a broken one is set aside. Throws nothing.
 */
export class UsageHistory implements Disposable {
  readonly #path: string;
  readonly #clock: Clock;
  readonly #reopening: Reopening;
  readonly #onForgotten: () => void;
  #file: UsageFile | undefined;
  #isDisposed = false;
  #uses: Use[] = [];
  #visits: Visit[] = [];
  #nextWrite: Disposable | undefined;

  /** `onForgotten` is told when another window has forgotten everything. */
  constructor(folder: string, clock: Clock, onForgotten: () => void = () => undefined) {
    this.#onForgotten = onForgotten;
    this.#path = join(folder, 'usage.sqlite');
    this.#clock = clock;
    this.#reopening = new Reopening(clock);
  }

  used(use: Use): void {
    this.#uses = [...this.#uses.slice(1 - MAX_WAITING), { ...use, at: Math.round(use.at) }];
    this.#writeLater();
  }

  visited(visit: Visit): void {
    this.#visits = [...this.#visits.slice(1 - MAX_WAITING), { ...visit, at: Math.round(visit.at) }];
    this.#writeLater();
  }

  most(count: number, leastTimes: number): readonly AskedKey[] {
    this.flush();
    return this.#try((file) => file.most(count, leastTimes)) ?? [];
  }

  ofFile(file: string, count: number): readonly AskedKey[] {
    this.flush();
    return this.#try((opened) => opened.ofFile(file, count)) ?? [];
  }

  visits(count: number): readonly Visit[] {
    this.flush();
    return this.#try((file) => file.visits(count, Math.round(this.#clock.now()))) ?? [];
  }

  verdict(): Verdict | undefined {
    return this.#try((file) => file.verdict());
  }

  judge(verdict: Verdict | undefined): void {
    this.flush();
    if (this.#try((file) => file.judge(verdict)) === false) this.#onForgotten();
  }

  /** Forgets everything, also what waits to be written. Returns whether that could be done. */
  forget(): boolean {
    [this.#uses, this.#visits] = [[], []];
    return (
      this.#try((file) => {
        file.clear();
        return true;
      }) === true
    );
  }

  /** Writes what waits. */
  flush(): void {
    this.#nextWrite?.dispose();
    this.#nextWrite = undefined;
    const [uses, visits] = [this.#uses, this.#visits];
    if (uses.length + visits.length === 0) return;
    const now = Math.round(this.#clock.now());
    const isAdded = this.#try((file) => file.add(uses, visits, now));
    if (isAdded === undefined) return;
    [this.#uses, this.#visits] = [[], []];
    if (!isAdded) this.#onForgotten();
  }

  dispose(): void {
    this.flush();
    this.#isDisposed = true;
    this.#try((file) => file.close());
    this.#file = undefined;
  }

  #writeLater(): void {
    this.#nextWrite ??= this.#clock.after(WRITE_MS, () => this.flush());
  }

  #try<Result>(work: (file: UsageFile) => Result): Result | undefined {
    const file = this.#opened();
    if (file === undefined) return undefined;
    try {
      return work(file);
    } catch (error) {
      // Busy: what is to be written waits for the next time.
      if (isCorruption(error) || isGone(error)) this.#leave(file, isCorruption(error));
      return undefined;
    }
  }

  #opened(): UsageFile | undefined {
    if (this.#file !== undefined) return this.#file;
    if (this.#isDisposed || !this.#reopening.isDue) return undefined;
    try {
      this.#file = openOrAnew(this.#path, () => new UsageFile(this.#path));
      this.#reopening.succeeded();
    } catch {
      // Another window holds it, or nothing can be written there.
      this.#reopening.failed();
    }
    return this.#file;
  }

  /** The file is broken, or gone: it is opened again later, a broken one anew. */
  #leave(file: UsageFile, isBroken: boolean): void {
    this.#file = undefined;
    this.#reopening.failed();
    try {
      file.close();
      if (isBroken) setAside(this.#path);
    } catch {
      // Another window was first, or the folder is gone.
    }
  }
}
