import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { Reopening } from '../base/reopening.ts';
import { MetricsHistory } from '../storage/metricsHistory.ts';
import { openOrAnew } from '../storage/sqliteDriver.ts';

type File = MetricsHistory;
type Window = Parameters<File['save']>[0][number];
type Sum = Parameters<File['compact']>[2];

/**
 * The history of metrics in a file that all windows of an editor share. Where that cannot be opened (locked, a read-only place) it is
 * opened again after pauses, by whoever saves or asks next; until then this process's windows are kept in memory, and
 * written once it is open.
 */
export class MetricsStore implements Disposable {
  readonly #open: () => File | undefined;
  readonly #reopening: Reopening;
  #file: File | undefined;
  #isDisposed = false;
  /** Windows that wait for the file, by their lengths and beginnings. */
  readonly #waiting = new Map<number, Map<number, Window>>();
  /** Lengths whose windows are to be put together once it is open. */
  readonly #uncompacted = new Map<number, { readonly before: number; readonly sum: Sum }>();

  constructor(folder: string, newId: () => string, clock: Clock) {
    const process = newId();
    this.#open = () => fileIn(folder, process);
    this.#reopening = new Reopening(clock);
  }

  save(windows: readonly Window[]): void {
    const file = this.#opened();
    if (file !== undefined) {
      file.save(windows);
      return;
    }
    for (const window of windows) {
      const waiting = this.#waiting.get(window.spanMs) ?? new Map<number, Window>();
      this.#waiting.set(window.spanMs, waiting.set(window.start, window));
    }
  }

  own(spanMs: number, start: number): Window | undefined {
    const file = this.#opened();
    return file === undefined ? this.#waiting.get(spanMs)?.get(start) : file.own(spanMs, start);
  }

  all(spanMs: number, from: number, open: number | undefined): Window[] {
    const file = this.#opened();
    if (file !== undefined) return file.all(spanMs, from, open);
    const waiting = [...(this.#waiting.get(spanMs)?.values() ?? [])];
    return waiting.filter(({ start }) => start >= from && start !== open);
  }

  keepNewest(spanMs: number, count: number): void {
    this.#opened()?.keepNewest(spanMs, count);
    const waiting = this.#waiting.get(spanMs);
    const starts = [...(waiting?.keys() ?? [])].sort((one, other) => other - one);
    for (const start of starts.slice(count)) waiting?.delete(start);
  }

  compact(spanMs: number, before: number, sum: Sum): void {
    const file = this.#opened();
    if (file === undefined) this.#uncompacted.set(spanMs, { before, sum });
    else file.compact(spanMs, before, sum);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#file?.dispose();
    this.#file = undefined;
  }

  #opened(): File | undefined {
    if (this.#file !== undefined || this.#isDisposed || !this.#reopening.isDue) return this.#file;
    this.#file = this.#open();
    if (this.#file === undefined) this.#reopening.failed();
    else this.#writeWaiting(this.#file);
    return this.#file;
  }

  #writeWaiting(file: File): void {
    for (const windows of this.#waiting.values()) file.save([...windows.values()]);
    this.#waiting.clear();
    for (const [spanMs, { before, sum }] of this.#uncompacted) file.compact(spanMs, before, sum);
    this.#uncompacted.clear();
  }
}

function fileIn(folder: string, process: string): File | undefined {
  const path = join(folder, 'metrics.sqlite');
  try {
    return openOrAnew(path, () => new MetricsHistory(path, process));
  } catch {
    // Another window holds it, or nothing can be written there.
    return undefined;
  }
}
