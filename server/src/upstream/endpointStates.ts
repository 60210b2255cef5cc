import type { Clock } from '../base/clock.ts';
import { canonicalJson } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import { Limiter } from '../limits/limiter.ts';
import { BodyCoding } from './bodyCoding.ts';
import { EndpointHealth } from './endpointHealth.ts';
import { RetryBudget } from './retryBudget.ts';

/** The state of one endpoint while the server runs. */
export interface EndpointRuntime {
  readonly health: EndpointHealth;
  readonly limiter: Limiter;
  readonly retries: RetryBudget;
  readonly coding: BodyCoding;
}

export interface RuntimeTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** The slots that all endpoints share. */
  readonly slots: ConcurrencyLimit;
}

/**
 * The runtime of every endpoint. It outlives a change of settings for each endpoint that did not
 * change, so that a spent budget stays spent.
 */
export class EndpointStates {
  readonly #tools: RuntimeTools;
  readonly #runtimes = new Map<string, EndpointRuntime>();
  /** Each request asks several times. */
  readonly #known = new WeakMap<Endpoint, EndpointRuntime>();

  constructor(tools: RuntimeTools) {
    this.#tools = tools;
  }

  of(endpoint: Endpoint): EndpointRuntime {
    const before = this.#known.get(endpoint);
    if (before !== undefined) return before;
    const runtime = this.#equal(endpoint);
    this.#known.set(endpoint, runtime);
    return runtime;
  }

  #equal(endpoint: Endpoint): EndpointRuntime {
    // What it costs changes nothing of what we know of it.
    const { limits, price: _, ...rest } = endpoint;
    const name = canonicalJson({ ...rest, limits: { ...limits } });
    const known = this.#runtimes.get(name);
    if (known !== undefined) return known;
    const { clock, random } = this.#tools;
    const runtime = {
      health: new EndpointHealth(clock, random),
      limiter: new Limiter(endpoint, this.#tools),
      retries: new RetryBudget(clock),
      coding: new BodyCoding(clock),
    };
    this.#runtimes.set(name, runtime);
    return runtime;
  }
}
