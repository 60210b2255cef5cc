import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { statusOf } from '../base/statusOf.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { providerOf } from '../providers/index.ts';
import type { EndpointRuntime, EndpointStates } from '../upstream/endpointStates.ts';

/** In milliseconds: between two looks, and between two questions to one endpoint. */
const LOOK_MS = 1_000;
const QUESTION_MS = 10_000;
/** An answer within the first is healthy; one that takes longer than the second is none. */
const HEALTHY_MS = 2_000;
const DEADLINE_MS = 5_000;
/** Nobody has typed for so long: nothing is looked at until somebody does. */
const ACTIVE_MS = 120_000;
/** Somebody types again after so long: whatever was reached before may be gone, as networks change. */
const AWAY_MS = 60_000;

export interface ProbeTools {
  readonly clock: Clock;
  readonly call: HttpCall;
  /** False if nobody can be reached where a URL leads. */
  readonly reach: (url: string) => Promise<boolean>;
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** True if the endpoint's key may be sent the way that its URL says. */
  readonly mayCarryKey: (endpoint: Endpoint, apiKey: string | undefined) => boolean;
  readonly states: EndpointStates;
  /** Those of the settings of the moment. */
  readonly endpoints: () => readonly Endpoint[];
}

/**
 * Looks at endpoints beside all requests while somebody types, so that no request is spent on finding out who is there: those that have just failed are
 * asked a cheap question every ten seconds; while nobody else is left, they are connected to each second. Nothing is ever generated, and endpoints whose user
 * has to mend something, or has paused them, are left alone.
 */
export class EndpointProbes implements Disposable {
  readonly #tools: ProbeTools;
  /** By name: settings make the endpoints anew. */
  readonly #askedAt = new Map<string, number>();
  readonly #looked = new Set<string>();
  #activeAt = Number.NEGATIVE_INFINITY;
  #timer: Disposable | undefined;
  #isDisposed = false;

  constructor(tools: ProbeTools) {
    this.#tools = tools;
  }

  /** Somebody types, or asks. */
  readonly active = (): void => {
    const now = this.#tools.clock.monotonic();
    const isBack = now - this.#activeAt >= AWAY_MS;
    this.#activeAt = now;
    const all = this.#tools.endpoints();
    // Of one that is alone its next request tells as much.
    if (isBack && all.length > 1) for (const endpoint of all) this.#look(endpoint, this.#connect);
    this.suspected();
  };

  /** An endpoint has failed: looks begin, unless they go on. */
  readonly suspected = (): void => {
    if (this.#timer !== undefined || this.#isDisposed || !this.#isWanted()) return;
    this.#timer = this.#tools.clock.after(LOOK_MS, () => {
      this.#timer = undefined;
      this.#lookAtAll();
      this.suspected();
    });
  };

  dispose(): void {
    this.#isDisposed = true;
    this.#timer?.dispose();
  }

  #isWanted(): boolean {
    const isActive = this.#tools.clock.monotonic() - this.#activeAt < ACTIVE_MS;
    return isActive && this.#tools.endpoints().some((each) => this.#isSuspect(each));
  }

  #lookAtAll(): void {
    const { clock, endpoints } = this.#tools;
    const now = clock.monotonic();
    for (const endpoint of endpoints()) {
      if (!this.#isSuspect(endpoint)) continue;
      if (now - (this.#askedAt.get(nameOf(endpoint)) ?? Number.NEGATIVE_INFINITY) >= QUESTION_MS) {
        this.#askedAt.set(nameOf(endpoint), now);
        this.#look(endpoint, this.#ask);
      } else if (this.#isAllDown(endpoint)) this.#look(endpoint, this.#connect);
    }
  }

  /** True where nobody is left to ask for something that an endpoint is for. */
  #isAllDown({ roles }: Endpoint): boolean {
    const { endpoints, states } = this.#tools;
    return roles.some((task) =>
      endpoints()
        .filter((each) => each.roles.includes(task))
        .every((each) => states.of(each, task).health.isOpen),
    );
  }

  /** Once at a time. */
  #look(endpoint: Endpoint, how: (endpoint: Endpoint) => Promise<void>): void {
    const name = nameOf(endpoint);
    if (this.#isDisposed || this.#looked.has(name) || this.#tools.states.isPaused(endpoint)) return;
    this.#looked.add(name);
    void how(endpoint).finally(() => this.#looked.delete(name));
  }

  readonly #connect = async (endpoint: Endpoint): Promise<void> => {
    await this.#isReached(endpoint);
  };

  /** Whether anybody is there bears on each model of an endpoint. */
  async #isReached(endpoint: Endpoint): Promise<boolean> {
    const since = this.#tools.clock.monotonic();
    const isThere = await this.#tools.reach(endpoint.url);
    for (const { health } of this.#modelsOf(endpoint)) {
      if (isThere) health.lookedAt('connect');
      else health.missed('connect', since);
    }
    return isThere;
  }

  readonly #ask = async (endpoint: Endpoint): Promise<void> => {
    const { call, clock, credential, mayCarryKey, states } = this.#tools;
    if (!/^https?:/.test(endpoint.url) || !(await this.#isReached(endpoint))) return;
    const apiKey = await credential(endpoint).catch(() => undefined);
    if (!mayCarryKey(endpoint, apiKey) || states.isPaused(endpoint)) return;
    const { describes, headers } = providerOf(endpoint);
    const question = describes?.question(endpoint) ?? { url: `${endpoint.url}/models` };
    const since = clock.monotonic();
    const asked = { ...question, headers: headers(endpoint, apiKey) };
    const status = await statusOf(call, clock, DEADLINE_MS, asked);
    const isBusy = states.all(endpoint).some(({ limiter }) => limiter.inFlight > 0);
    // A server that works on a request of ours may be slow to say so.
    if (status === undefined && isBusy) return;
    if (status === undefined || status >= 500) {
      for (const { health } of this.#modelsOf(endpoint)) health.missed('question', since);
    } else if (status < 400 && clock.monotonic() - since <= HEALTHY_MS) {
      for (const { health } of this.#modelsOf(endpoint)) health.lookedAt('question');
    }
  };

  #isSuspect(endpoint: Endpoint): boolean {
    return this.#modelsOf(endpoint).some(({ health }) => health.isSuspect);
  }

  #modelsOf(endpoint: Endpoint): readonly EndpointRuntime[] {
    const { states } = this.#tools;
    return [...new Set(endpoint.roles.map((task) => states.of(endpoint, task)))];
  }
}

const nameOf = ({ id, url }: Endpoint): string => `${id}\n${url}`;
