import type { Disposable } from '../base/disposable.ts';

/** A place on the way to an endpoint; disposed of when the request has ended. */
export interface Permit extends Disposable {
  /** When it was given, in milliseconds of the clock that only goes on. */
  readonly since: number;
  /** How many tokens it really was, in place of the estimate. */
  used(tokens: number): void;
  /** Aborts when somebody waits for the place, who needs it more; absent for requests that a user has asked for. */
  readonly wanted?: AbortSignal;
}
