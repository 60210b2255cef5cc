import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import {
  type GenerationRequest,
  isUserInitiated,
  type Priority,
  type Task,
} from '../domain/generation.ts';
import { promptPrints } from '../domain/promptPrints.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { RouterMemory } from './routerMemory.ts';
import type { Candidate, Strategy } from './strategy.ts';

/** The load of an endpoint, as its limiter knows it. */
export type Load = Pick<Candidate, 'inFlight' | 'slots' | 'budget'>;

export interface RouterTools {
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random: () => number;
  readonly memory: RouterMemory;
  readonly strategy: Strategy;
  /** The endpoints of a task, the preferred ones first. */
  readonly eligible: (task: Task) => readonly Endpoint[];
  /** `isAlone`: no other can be asked; `isAsked`: by the user. */
  readonly isAvailable: (
    endpoint: Endpoint,
    task: Task,
    isAlone: boolean,
    isAsked: boolean,
  ) => boolean;
  readonly loadOf: (endpoint: Endpoint, task: Task) => Load;
  /** True for a server that keeps the prompts that it has evaluated. */
  readonly keepsPrompts: (endpoint: Endpoint) => boolean;
  readonly observe: Observer<PipelineEvent>;
  /** Tokens of a request, about. */
  readonly tokensOf: (request: GenerationRequest) => number;
}

/** One request to an endpoint, as its router is told of it. Each is called once at most; the first one counts. */
export interface Attempt {
  readonly heard: () => void;
  readonly failed: () => void;
  readonly gaveUp: () => void;
}

interface Place {
  readonly endpoint: Endpoint;
  readonly name: string;
}

/**
 * Who is asked, and who after that. Endpoints of a lower priority number come first; those of one number share the requests as the strategy
 * says, but for those that are much slower than the others, and those that were away until just now.
 */
export class Router {
  readonly #tools: RouterTools;

  constructor(tools: RouterTools) {
    this.#tools = tools;
  }

  /** Those that may be asked, one after the other; if there is none, those that rest, sooner than with others beside them. */
  *order(request: GenerationRequest, priority: Priority): Generator<Endpoint> {
    const { eligible, isAvailable } = this.#tools;
    const { task } = request;
    const isAsked = isUserInitiated(priority);
    const tiers = tiersOf(eligible(task));
    let isAnyAsked = false;
    for (const isAlone of [false, true]) {
      if (isAnyAsked) return;
      for (const tier of tiers) {
        const left = tier.map((endpoint) => ({ endpoint, name: nameOf(endpoint, task) }));
        if (left.length > 1) this.#look(left, task);
        while (left.length > 0) {
          const there = left.filter(({ endpoint }) =>
            isAvailable(endpoint, task, isAlone, isAsked && isAlone),
          );
          const next = this.#choose(there, request, isAsked);
          if (next === undefined) break;
          left.splice(left.indexOf(next), 1);
          isAnyAsked = true;
          yield next.endpoint;
        }
      }
    }
  }

  get #memory(): RouterMemory {
    return this.#tools.memory;
  }

  /** A request goes to an endpoint. */
  begun(endpoint: Endpoint, request: GenerationRequest): Attempt {
    const { clock, strategy, tokensOf } = this.#tools;
    const { task } = request;
    const name = nameOf(endpoint, task);
    const since = clock.monotonic();
    const isEvaluated = this.#evaluating(endpoint, name, request);
    // How long a server evaluates prompts that are new to it says nothing of how fast it is otherwise.
    const isJudged = this.#memory.evaluated.get(name) === undefined;
    const ended = isJudged ? this.#memory.slow.begun(name) : () => undefined;
    const end = (isOk: boolean | undefined) => {
      isEvaluated(isOk === false);
      const unheard = isOk === false ? 'failed' : 'gaveUp';
      ended(isOk === true ? 'heard' : unheard);
      const ms = clock.monotonic() - since;
      if (isOk === undefined || (isOk && !isJudged)) return;
      strategy.heard({ name, task, tokens: tokensOf(request), isOk, ms });
    };
    let isOver = false;
    const once = (isOk: boolean | undefined) => () => {
      if (!isOver) end(isOk);
      isOver = true;
    };
    return { heard: once(true), failed: once(false), gaveUp: once(undefined) };
  }

  /** A prompt goes to an endpoint; returns what to call when it has been evaluated there, or failed. */
  #evaluating(
    endpoint: Endpoint,
    name: string,
    request: GenerationRequest,
  ): (hasFailed: boolean) => void {
    const { keepsPrompts, loadOf } = this.#tools;
    if (!keepsPrompts(endpoint)) return () => undefined;
    const prints = promptPrints(request);
    const isCold = this.#memory.warm.isCold(name, prints);
    this.#memory.warm.sent(name, loadOf(endpoint, request.task).slots, prints);
    if (isCold) this.#memory.evaluated.set(name, (this.#memory.evaluated.get(name) ?? 0) + 1);
    return (hasFailed) => {
      if (hasFailed) this.#memory.warm.lost(name, prints);
      if (!isCold) return;
      const left = (this.#memory.evaluated.get(name) ?? 1) - 1;
      if (left > 0) this.#memory.evaluated.set(name, left);
      else this.#memory.evaluated.delete(name);
    };
  }

  /** Of some local servers the one that would be asked: it is the one to evaluate a prompt ahead. */
  warmest(endpoints: readonly Endpoint[], request: GenerationRequest): Endpoint | undefined {
    const { task } = request;
    const places = endpoints.map((endpoint) => ({ endpoint, name: nameOf(endpoint, task) }));
    const fast = unlessNone(places, ({ name }) => !this.#memory.slow.isOut(name));
    const [first, ...more] = fast.map((place) => this.#candidate(place, task));
    if (first === undefined) return undefined;
    const { name } = this.#memory.warm.choose([first, ...more], promptPrints(request));
    return fast.find((place) => place.name === name)?.endpoint;
  }

  /** A prompt is evaluated at an endpoint, and nothing generated. */
  evaluatedAhead(endpoint: Endpoint, request: GenerationRequest): void {
    const { task } = request;
    const { slots } = this.#tools.loadOf(endpoint, task);
    this.#memory.warm.sent(nameOf(endpoint, task), slots, promptPrints(request));
  }

  /** Sees who is slow, away, or back. */
  #look(tier: readonly Place[], task: Task): void {
    this.#memory.slow.judge(tier.map(({ name }) => name));
    for (const { endpoint, name } of tier) {
      const isOut = this.#memory.slow.isOut(name);
      if (isOut !== this.#memory.left.has(name)) {
        if (isOut) this.#memory.left.add(name);
        else this.#memory.left.delete(name);
        this.#tools.observe({ kind: 'leftSlow', endpointId: endpoint.id, isBack: !isOut });
      }
      const isThere = this.#tools.isAvailable(endpoint, task, false, false);
      this.#memory.start.seen(name, isThere && !isOut);
    }
  }

  #choose(
    there: readonly Place[],
    request: GenerationRequest,
    isAsked: boolean,
  ): Place | undefined {
    const [only, ...more] = there;
    if (only === undefined || more.length === 0) return only;
    const { strategy, keepsPrompts, tokensOf } = this.#tools;
    const { task } = request;
    const places = this.#wellPlaced(there, task);
    const [first, ...others] = places.map((place) => this.#candidate(place, task));
    if (first === undefined) return only;
    const candidates = [first, ...others] as const;
    const isKept = places.every(({ endpoint }) => keepsPrompts(endpoint));
    const question = { task, tokens: tokensOf(request), mayExplore: !isAsked };
    const chosen = isKept
      ? this.#memory.warm.choose(candidates, promptPrints(request))
      : strategy.choose(candidates, question);
    return places.find(({ name }) => name === chosen.name) ?? places[0];
  }

  /** Without those whose budgets are spent, the slow ones, and most times those that are just back; as far as somebody is left. */
  #wellPlaced(there: readonly Place[], task: Task): readonly Place[] {
    const { loadOf, random } = this.#tools;
    const able = unlessNone(there, ({ endpoint }) => loadOf(endpoint, task).budget > 0);
    const fast = unlessNone(able, ({ name }) => !this.#memory.slow.isOut(name));
    return unlessNone(fast, ({ name }) => {
      const share = this.#memory.start.shareOf(name);
      return share === 1 || random() < share;
    });
  }

  #candidate({ endpoint, name }: Place, task: Task): Candidate {
    return { name, weight: endpoint.weight ?? 1, ...this.#tools.loadOf(endpoint, task) };
  }
}

function unlessNone<Kind>(all: readonly Kind[], holds: (each: Kind) => boolean): readonly Kind[] {
  const some = all.filter(holds);
  return some.length === 0 ? all : some;
}

const nameOf = (endpoint: Endpoint, task: Task): string =>
  [task, endpoint.id, modelFor(endpoint, task)].join('\n');

/** Endpoints by their priority, the lowest number first; in the order of the list where they are told none. */
export function tiersOf(endpoints: readonly Endpoint[]): readonly (readonly Endpoint[])[] {
  const tiers = new Map<number, Endpoint[]>();
  for (const [index, endpoint] of endpoints.entries()) {
    const { priority = index + 1 } = endpoint;
    tiers.set(priority, [...(tiers.get(priority) ?? []), endpoint]);
  }
  return [...tiers.entries()].toSorted(([one], [other]) => one - other).map(([, tier]) => tier);
}
