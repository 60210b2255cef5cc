import type { Disposable } from '../base/disposable.ts';
import type { Priority } from '../domain/generation.ts';
import { Places, type Yielding } from './places.ts';

/** The limits that `requests.*` sets over all endpoints. */
export interface SlotLimits {
  /** Requests on their way at once. */
  readonly concurrency: number;
  /** Requests that wait. */
  readonly queueLimit: number;
}

/** How far requests give way to save memory. */
export interface Relief {
  /** The part of the places that may be taken, 0 to 1; one is always there. */
  readonly share: number;
  /** Requests of these priorities are refused. */
  readonly refused: ReadonlySet<Priority>;
}

const NO_RELIEF: Relief = { share: 1, refused: new Set() };

/** The places on the way that all endpoints share. */
export class ConcurrencyLimit {
  limits: SlotLimits;
  relief = NO_RELIEF;
  readonly #places = new Places();
  #waiting = 0;
  readonly #listeners = new Set<() => void>();

  constructor(limits: SlotLimits) {
    this.limits = limits;
  }

  /** `owner`: the limiter that asks. */
  isFree(owner: object): boolean {
    const most = Math.max(1, Math.floor(this.limits.concurrency * this.relief.share));
    return this.#places.isFree(most, owner);
  }

  /** True for requests that are not sent while memory is short. */
  isRefused(priority: Priority): boolean {
    return this.relief.refused.has(priority);
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
