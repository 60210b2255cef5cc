import type { Clock } from '../base/clock.ts';
import { Allowance } from './allowance.ts';

/** An answer that was asked for ahead. */
export interface Fetched {
  /** Under which it is kept, 32 digits. */
  readonly key: string;
  /** False where it stood on this machine already: no model was asked. */
  readonly isCall: boolean;
}

/** The way to models for what nobody waits for. */
export interface AheadAccess {
  /** True while queues are idle, more than half of each budget is left, a call has no price, and the machine has power. */
  readonly mayCall: () => boolean;
  /** Calls that the limits allow in an hour; `undefined` without limits. */
  readonly perHour: () => number | undefined;
  /** Has the answer at a place of an open file near; `undefined` where it is, the place is gone, or no answer came. Never rejects. */
  readonly fetch: (
    file: string,
    place: string,
    signal: AbortSignal,
  ) => Promise<Fetched | undefined>;
}

/** Calls that are made ahead: few beside those of the user, one at a time, and only while nothing is in the way. */
export class AheadCalls {
  readonly #access: AheadAccess;
  readonly #allowance: Allowance;

  constructor(access: AheadAccess, clock: Clock) {
    this.#access = access;
    this.#allowance = new Allowance(clock);
  }

  /** The user has made a call. */
  own(): void {
    this.#allowance.called();
  }

  get mayCall(): boolean {
    return this.#access.mayCall() && this.#allowance.allows(this.#access.perHour());
  }

  async fetch(file: string, place: string, signal: AbortSignal): Promise<string | undefined> {
    if (!this.mayCall || signal.aborted) return undefined;
    const fetched = await this.#access.fetch(file, place, signal);
    if (fetched?.isCall) this.#allowance.calledAhead();
    return fetched?.key;
  }
}
