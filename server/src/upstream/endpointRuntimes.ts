import type { Clock } from '../base/clock.ts';
import { canonicalJson } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointHealth } from './endpointHealth.ts';
import { Limiter } from './limiter.ts';

/** What we know of one endpoint while the server runs. */
export interface EndpointRuntime {
  readonly health: EndpointHealth;
  readonly limiter: Limiter;
}

/**
 * The runtime of every endpoint. It outlives a change of settings for each endpoint that did not
 * change, so that a spent budget stays spent.
 */
export class EndpointRuntimes {
  readonly #clock: Clock;
  readonly #runtimes = new Map<string, EndpointRuntime>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(endpoint: Endpoint): EndpointRuntime {
    const name = canonicalJson({ ...endpoint, limits: { ...endpoint.limits } });
    const known = this.#runtimes.get(name);
    if (known !== undefined) return known;
    const runtime = {
      health: new EndpointHealth(this.#clock),
      limiter: new Limiter(endpoint, this.#clock),
    };
    this.#runtimes.set(name, runtime);
    return runtime;
  }
}
