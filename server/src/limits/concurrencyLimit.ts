import type { Disposable } from '../base/disposable.ts';
import { Places, type Yielding } from './places.ts';

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
  readonly #places = new Places();
  #waiting = 0;
  readonly #listeners = new Set<() => void>();

  constructor(limits: SlotLimits) {
    this.limits = limits;
  }

  /** `owner`: the limiter that asks. */
  isFree(owner: object): boolean {
    return this.#places.isFree(this.limits.concurrency, owner);
  }

  get isFull(): boolean {
    return this.#waiting >= this.limits.queueLimit;
  }

  /** Calls back whenever a place has become free, until disposed of. */
  onFree(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  take(owner: object, yielding?: Yielding): void {
    this.#places.take(owner, yielding);
  }

  /** See `Places`. */
  makeRoom(owner: object): void {
    this.#places.makeRoom(owner);
  }

  /** A user waits no more at a limiter; a place that was kept for that is free, here, or elsewhere (`isFreed`). */
  giveUp(owner: object, isFreed = false): void {
    if (this.#places.giveUp(owner) || isFreed) this.#tell();
  }

  release(yielding?: Yielding): void {
    this.#places.release(yielding);
    this.#tell();
  }

  /** Someone began to wait, or ended it (-1). */
  wait(by: 1 | -1): void {
    this.#waiting += by;
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
