import type { Clock } from '../base/clock.ts';
import type { EndpointLimits } from '../domain/endpoint.ts';
import { Budgets } from './budgets.ts';
import { Places } from './places.ts';

/** The part of a limiter that all models of an endpoint have in common: the limits that its owner sets in the settings. */
export class EndpointShare {
  readonly budgets: Budgets;
  readonly places = new Places();
  readonly #most: number;

  constructor(limits: EndpointLimits, clock: Clock) {
    this.budgets = new Budgets(limits, clock);
    this.#most = limits.concurrency ?? Number.POSITIVE_INFINITY;
  }

  /** `owner`: the limiter that asks. */
  isFree(owner: object): boolean {
    return this.places.isFree(this.#most, owner);
  }
}
