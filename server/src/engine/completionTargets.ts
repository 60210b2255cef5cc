import { FULL_SIZE, type PromptSize } from '../completion/context/promptSize.ts';
import type { Route } from '../completion/fetch/modelAccess.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Priority } from '../domain/generation.ts';
import { isOwnServer } from '../providers/ownServer.ts';
import { tiersOf } from '../routing/place.ts';
import type { EndpointRuntime, EndpointStates } from '../upstream/endpointStates.ts';
import { readyAtOnce } from './endpointSelection.ts';
import { PromptSizes } from './promptSizes.ts';
import { isFree, maySpeculate, requestsPerHour } from './spendPolicy.ts';

/** The endpoints that a completion would go to now: one, or several equals of which the router chooses when it is sent. */
export class CompletionTargets {
  readonly #endpoints: readonly Endpoint[];
  readonly #states: EndpointStates;
  readonly #sizes = new PromptSizes();

  /** The endpoints for completions, the preferred ones first. */
  constructor(endpoints: readonly Endpoint[], states: EndpointStates) {
    this.#endpoints = endpoints;
    this.#states = states;
  }

  /** None where all have to wait, or rest. */
  now(priority: Priority): readonly Endpoint[] {
    return tiersOf(readyAtOnce(this.#endpoints, priority, this.#of))[0] ?? [];
  }

  /** Equals that may evaluate a prompt now that nobody waits for: none but the user's own servers, while they have nothing to do. */
  idle(): readonly Endpoint[] {
    const first = this.now('warming');
    const isIdle = ({ limiter }: EndpointRuntime) => limiter.inFlight + limiter.waiting === 0;
    return first.every(isOwnServer)
      ? first.filter((endpoint) => this.#states.all(endpoint).every(isIdle))
      : [];
  }

  /** The size of a prompt that suits each of them. */
  promptSize(): PromptSize {
    const now = this.now('automatic');
    const sizes = (now.length === 0 ? this.#endpoints.slice(0, 1) : now).map((endpoint) =>
      this.#sizes.of(endpoint, this.#of(endpoint).speed.msPerToken),
    );
    return sizes.reduce((one, other) => (other.prefix < one.prefix ? other : one), FULL_SIZE);
  }

  /** Of equals the one that answers soonest stands for all; it costs nothing where none of them does. */
  route(priority: Priority): Route | undefined {
    const now = this.now(priority);
    const [first, ...others] = now;
    if (first === undefined) return undefined;
    const ttftOf = (each: Endpoint) => this.#of(each).times.completion.firstWordMs;
    const isSooner = (one: Endpoint, other: Endpoint) =>
      (ttftOf(one) ?? Number.POSITIVE_INFINITY) < (ttftOf(other) ?? Number.POSITIVE_INFINITY);
    const endpoint = others.reduce((best, each) => (isSooner(each, best) ? each : best), first);
    return {
      model: endpoint.completionModel,
      ttftMs: ttftOf(endpoint) ?? 0,
      msPerToken: this.#of(endpoint).speed.msPerToken,
      isOwn: now.every(isOwnServer),
    };
  }

  /** True if each of them has room for requests that no user has asked for. */
  maySpeculate(): boolean {
    const now = this.now('automatic');
    return now.length > 0 && now.every((endpoint) => this.#maySpeculateAt(endpoint));
  }

  /** True if each of them is free, and has room for requests that nobody waits for. */
  mayWarm(): boolean {
    const now = this.now('warming');
    const hasRoom = (endpoint: Endpoint) => isFree(endpoint) && this.#maySpeculateAt(endpoint);
    return now.length > 0 && now.every(hasRoom);
  }

  /** Requests that their limits allow in an hour; `undefined` without limits. */
  callsPerHour(): number | undefined {
    const each = this.now('warming').flatMap((endpoint) => requestsPerHour(endpoint) ?? []);
    return each.length === 0 ? undefined : Math.min(...each);
  }

  #maySpeculateAt(endpoint: Endpoint): boolean {
    const { limiter, times } = this.#of(endpoint);
    const { inFlight, waiting } = limiter;
    const { firstWordMs } = times.completion;
    const stamina = { slots: endpoint.limits.concurrency, firstWordMs };
    return maySpeculate({ inFlight, waiting, budget: limiter.budget() }, stamina);
  }

  readonly #of = (endpoint: Endpoint): EndpointRuntime => this.#states.of(endpoint, 'completion');
}
