import type { Disposable } from '../base/disposable.ts';

/** The limits that `requests.*` sets over all endpoints. */
export interface SlotLimits {
  /** Requests on their way at once. */
  readonly concurrency: number;
  /** Requests that wait. */
  readonly queueLimit: number;
}

/** The places on the way that all endpoints share. */
export class ConcurrencyLimit {
  limits: SlotLimits;
  #taken = 0;
  #waiting = 0;
  readonly #listeners = new Set<() => void>();

  constructor(limits: SlotLimits) {
    this.limits = limits;
  }

  get isFree(): boolean {
    return this.#taken < this.limits.concurrency;
  }

  get isFull(): boolean {
    return this.#waiting >= this.limits.queueLimit;
  }

  /** Calls back whenever a place has become free, until disposed of. */
  onFree(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  take(): void {
    this.#taken++;
  }

  release(): void {
    this.#taken--;
    for (const listener of [...this.#listeners]) listener();
  }

  /** Someone began to wait, or ended it (-1). */
  wait(by: 1 | -1): void {
    this.#waiting += by;
  }
}
