import { Worker } from 'node:worker_threads';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

/** How often the main thread gives a sign of life, and the watchdog looks for one, in milliseconds. */
const INTERVAL_MS = 2_000;

export interface WatchdogOptions {
  /** The file of the thread, `watchdogThread.ts` or its bundle. */
  readonly thread: URL;
  readonly clock: Clock;
  readonly intervalMs?: number;
}

/** Data of the thread: `life[0]` is counted up by the main thread. */
export interface WatchdogData {
  readonly life: Int32Array<SharedArrayBuffer>;
  readonly intervalMs: number;
}

/**
 * A thread that ends the process by force where the main thread stands still: for a minute, or for a few seconds once a process
 * that was to be watched is gone. Signals and the end of a connection reach nobody then. Intervals are counted, not
 * time: a machine that slept has missed none. It keeps no process alive.
 */
export class Watchdog implements Disposable {
  readonly #options: WatchdogOptions;
  readonly #life = new Int32Array(new SharedArrayBuffer(4));
  readonly #watched: number[] = [];
  #worker: Worker | undefined;
  #timer: Disposable;

  constructor(options: WatchdogOptions) {
    this.#options = options;
    // The start of the server is not slowed down by that of a thread.
    this.#timer = this.#later(() => this.#start());
  }

  /** The process ends within seconds when no process has that number any more, whatever the main thread does. */
  watch(processId: number): void {
    this.#watched.push(processId);
    this.#worker?.postMessage(processId);
  }

  dispose(): void {
    this.#timer.dispose();
    void this.#worker?.terminate();
  }

  #start(): void {
    const { thread, intervalMs = INTERVAL_MS } = this.#options;
    const workerData: WatchdogData = { life: this.#life, intervalMs };
    const worker = new Worker(thread, {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 1 },
    });
    worker.unref();
    // A machine that has no more threads gets a server without a watchdog.
    worker.on('error', () => this.dispose());
    for (const processId of this.#watched) worker.postMessage(processId);
    this.#worker = worker;
    this.#live();
  }

  #live(): void {
    Atomics.add(this.#life, 0, 1);
    this.#timer = this.#later(() => this.#live());
  }

  #later(callback: () => void): Disposable {
    return this.#options.clock.after(this.#options.intervalMs ?? INTERVAL_MS, callback);
  }
}
