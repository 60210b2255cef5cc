import type { Clock } from '../base/clock.ts';
import { canonicalJson } from '../base/digest.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import type { ConcurrencyLimit } from '../limits/concurrencyLimit.ts';
import { EndpointShare } from '../limits/endpointShare.ts';
import { Limiter } from '../limits/limiter.ts';
import { AbsentOperations } from './absentOperations.ts';
import { BodyCoding } from './bodyCoding.ts';
import { EndpointHealth } from './endpointHealth.ts';
import { EvaluationSpeed } from './evaluationSpeed.ts';
import { type FactStore, LearntFacts } from './learntFacts.ts';
import { RetryBudget } from './retryBudget.ts';
import { UsualTimes } from './usualTimes.ts';

/** The state of one model of an endpoint while the server runs. */
export interface EndpointRuntime {
  readonly health: EndpointHealth;
  readonly limiter: Limiter;
  readonly retries: RetryBudget;
  readonly coding: BodyCoding;
  readonly facts: LearntFacts;
  readonly absent: AbsentOperations;
  readonly speed: EvaluationSpeed;
  readonly times: Readonly<Record<Task, UsualTimes>>;
}

export interface RuntimeTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  /** The slots that all endpoints share. */
  readonly slots: ConcurrencyLimit;
  /** Told of each failure that may be an endpoint's. */
  readonly onSuspect?: () => void;
  /** Where the facts of a model outlive the process, by a fingerprint of the endpoint. */
  readonly factsOf?: (endpoint: Endpoint, model: string) => FactStore;
}

/** Endpoints that the settings have named and that are kept, those of last time included: many more than anybody has. */
export const MAX_RUNTIMES = 100;

type Known = Readonly<Record<Task, EndpointRuntime>>;

/**
 * The runtime of every endpoint's models: what one of them earned, another does not pay. It outlives a change of settings for
 * each endpoint that did not change, so that a spent budget stays spent, even if it was not among them for a while.
 */
export class EndpointStates {
  readonly #tools: RuntimeTools;
  /** The one named last is last. */
  readonly #runtimes = new Map<string, Known>();
  /** Each request asks several times. */
  readonly #known = new WeakMap<Endpoint, Known>();
  /** The ids of those that the user has paused: whatever else their settings say. */
  readonly #paused = new Set<string>();

  constructor(tools: RuntimeTools) {
    this.#tools = tools;
  }

  of(endpoint: Endpoint, task: Task): EndpointRuntime {
    return this.#both(endpoint)[task];
  }

  /** Those of an endpoint, by model. */
  all(endpoint: Endpoint): readonly EndpointRuntime[] {
    const { completion, action } = this.#both(endpoint);
    return completion === action ? [completion] : [completion, action];
  }

  /** Somebody has changed something: whatever rests is asked again, and what did not help is tried once more. */
  wake(): void {
    for (const { completion, action } of this.#runtimes.values()) {
      for (const { health, facts, absent } of [completion, action]) {
        health.wake();
        facts.tryAgain();
        absent.tryAgain();
      }
    }
  }

  /** True while the user has paused an endpoint: nothing is sent there. */
  readonly isPaused = ({ id }: Pick<Endpoint, 'id'>): boolean => this.#paused.has(id);

  /** Nothing is sent to an endpoint from now on. False if it was paused before. */
  pause(endpoint: Endpoint): boolean {
    if (this.isPaused(endpoint)) return false;
    this.#paused.add(endpoint.id);
    return true;
  }

  /** An endpoint is asked again, and at once if it rested, too. False if it was not paused. */
  resume(endpoint: Endpoint): boolean {
    if (!this.#paused.delete(endpoint.id)) return false;
    for (const { health, facts, absent } of this.all(endpoint)) {
      health.wake();
      facts.tryAgain();
      absent.tryAgain();
    }
    return true;
  }

  #both(endpoint: Endpoint): Known {
    const before = this.#known.get(endpoint);
    if (before !== undefined) return before;
    // What it costs, and how much it is preferred, changes nothing of what we know of it.
    const { limits, price: _, priority: __, weight: ___, ...rest } = endpoint;
    const name = canonicalJson({ ...rest, limits: { ...limits } });
    const known = this.#runtimes.get(name) ?? this.#create(endpoint);
    this.#known.set(endpoint, known);
    this.#runtimes.delete(name);
    this.#runtimes.set(name, known);
    const [oldest] = this.#runtimes.keys();
    if (this.#runtimes.size > MAX_RUNTIMES && oldest !== undefined) this.#runtimes.delete(oldest);
    return known;
  }

  #create(endpoint: Endpoint): Known {
    const share = new EndpointShare(endpoint.limits, this.#tools.clock);
    const { model, completionModel } = endpoint;
    const action = this.#ofModel(endpoint, model, share);
    const isSame = model === completionModel;
    return {
      action,
      completion: isSame ? action : this.#ofModel(endpoint, completionModel, share),
    };
  }

  #ofModel(endpoint: Endpoint, model: string, share: EndpointShare): EndpointRuntime {
    const { clock, random, slots, factsOf, onSuspect } = this.#tools;
    return {
      health: new EndpointHealth(clock, random, () => this.isPaused(endpoint), onSuspect),
      limiter: new Limiter(endpoint, { clock, slots, share }),
      retries: new RetryBudget(clock),
      coding: new BodyCoding(clock),
      facts: new LearntFacts(factsOf?.(endpoint, model)),
      absent: new AbsentOperations(clock),
      speed: new EvaluationSpeed(),
      times: { completion: new UsualTimes(clock), action: new UsualTimes(clock) },
    };
  }
}
