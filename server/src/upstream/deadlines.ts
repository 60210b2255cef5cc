import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';

export interface DeadlineOptions {
  /** From the start to the first event with data. */
  readonly firstMs: number;
  /** Between two arrivals after that. */
  readonly idleMs: number;
  /** From the start to the end. */
  readonly totalMs: number;
}

/**
 * The clocks that run while one request does. `signal` aborts when one runs out (`isExpired` tells)
 * or when the caller's own signal does.
 */
export class Deadlines implements Disposable {
  readonly #controller = new AbortController();
  readonly #clock: Clock;
  readonly #options: DeadlineOptions;
  readonly #caller: AbortSignal;
  readonly #total: Disposable;
  #step: Disposable;
  #arrivedAt = 0;
  #isExpired = false;

  constructor(options: DeadlineOptions, clock: Clock, caller: AbortSignal) {
    this.#clock = clock;
    this.#options = options;
    this.#caller = caller;
    caller.addEventListener('abort', this.#leave, { once: true });
    this.#total = clock.after(options.totalMs, this.#expire);
    this.#step = clock.after(options.firstMs, this.#expire);
    if (caller.aborted) this.#leave();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isExpired(): boolean {
    return this.#isExpired;
  }

  /** Something arrived: the gap to the next one counts from now. Cheap: it may be called thousands of times. */
  arrived(): void {
    const isFirst = this.#arrivedAt === 0;
    this.#arrivedAt = this.#clock.monotonic();
    if (!isFirst) return;
    this.#step.dispose();
    this.#step = this.#clock.after(this.#options.idleMs, this.#look);
  }

  dispose(): void {
    this.#caller.removeEventListener('abort', this.#leave);
    this.#total.dispose();
    this.#step.dispose();
  }

  readonly #leave = (): void => this.#controller.abort();

  /** Whether the last arrival was as long ago as may be; if not, looks again when it would be. */
  readonly #look = (): void => {
    const leftMs = this.#arrivedAt + this.#options.idleMs - this.#clock.monotonic();
    if (leftMs <= 0) this.#expire();
    else this.#step = this.#clock.after(leftMs, this.#look);
  };

  readonly #expire = (): void => {
    this.#isExpired = true;
    this.#controller.abort();
  };
}
