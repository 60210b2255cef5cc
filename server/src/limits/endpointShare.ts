import type { Clock } from '../base/clock.ts';
import type { EndpointLimits } from '../domain/endpoint.ts';
import { Budgets } from './budgets.ts';

/** The part of a limiter that all models of an endpoint have in common: the limits that its owner sets in the settings. */
export class EndpointShare {
  readonly budgets: Budgets;
  readonly #most: number;
  #taken = 0;

  constructor(limits: EndpointLimits, clock: Clock) {
    this.budgets = new Budgets(limits, clock);
    this.#most = limits.concurrency ?? Number.POSITIVE_INFINITY;
  }

  get isFree(): boolean {
    return this.#taken < this.#most;
  }

  take(): void {
    this.#taken++;
  }

  release(): void {
    this.#taken--;
  }
}
