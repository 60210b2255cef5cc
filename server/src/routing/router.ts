import type { ChoiceReason } from '../domain/choice.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import {
  type GenerationRequest,
  isAheadOfNeed,
  isAwaited,
  isUserInitiated,
  type Priority,
  type Usage,
} from '../domain/generation.ts';
import { promptPrints } from '../domain/promptPrints.ts';
import { type Place, placeOf, tiersOf } from './place.ts';
import type { RouterMemory } from './routerMemory.ts';
import type { RouterTools } from './routerTools.ts';
import { TierChoice, unlessNone } from './tierChoice.ts';

/** A user rather waits so long for a preferred endpoint than for one of a higher number, in milliseconds. */
const SOON_MS = 2_000;

/** One request to an endpoint, as its router is told of it. Of the first three the first one counts. */
export interface Attempt {
  readonly heard: () => void;
  readonly failed: () => void;
  readonly gaveUp: () => void;
  /** The whole answer came, and the server has counted so many tokens. */
  readonly answered: (usage: Usage | undefined) => void;
}

/** A second endpoint for a request whose first word is late. */
export interface Hedge {
  /** From the beginning of the first request. */
  readonly afterMs: number;
  /** Returns it, if one that was not tried for this request may be asked by then. */
  readonly take: (tried: ReadonlySet<Endpoint>) => Endpoint | undefined;
}

/** Who is asked, and who after that. Endpoints of a lower priority number come first; those of one number share the requests. */
export class Router {
  readonly #tools: RouterTools;
  readonly #choice: TierChoice;

  constructor(tools: RouterTools) {
    this.#tools = tools;
    this.#choice = new TierChoice(tools);
  }

  /**
   * Those that may be asked, one after the other: those that would have to wait for their limits behind the others; if there is none, those that rest, sooner
   * than with others beside them.
   */
  *order(request: GenerationRequest, priority: Priority): Generator<Endpoint> {
    const { isAvailable } = this.#tools;
    const { task } = request;
    const waitMs = this.#waiting(request, priority);
    const tiers = tiersOf(this.#tools.eligible(request)).map((tier) =>
      tier.map((endpoint) => placeOf(endpoint, task)),
    );
    const isThere = ({ endpoint }: Place) => isAvailable(endpoint, task, false, false);
    const isCostly = ({ name }: Place) =>
      isUserInitiated(priority) && this.#memory.failed.isCostly(name);
    // A batch may wait, and so may what nobody waits for: neither costs more for that.
    const isHasty = priority !== 'batch' && !isAheadOfNeed(priority);
    const passes: readonly ((place: Place) => boolean)[] = [
      (place) => isHasty && isThere(place) && waitMs(place.endpoint) <= SOON_MS && !isCostly(place),
      isThere,
      ({ endpoint }) => isAvailable(endpoint, task, true, isUserInitiated(priority)),
    ];
    for (const tier of tiers) if (tier.length > 1) this.#choice.look(tier, task);
    const asked = new Set<Place>();
    for (const [index, mayAsk] of passes.entries()) {
      if (index === passes.length - 1 && asked.size > 0) return;
      for (const tier of tiers) {
        for (;;) {
          const there = tier.filter((place) => !asked.has(place) && mayAsk(place));
          const chosen = this.#choice.choose(there, request, priority);
          if (chosen === undefined) break;
          const isOnly = tiers.flat().filter((place) => mayAsk(place)).length === 1;
          this.#note(
            chosen.place,
            request,
            asked.size > 0 ? 'failover' : isOnly ? 'only' : chosen.reason,
          );
          asked.add(chosen.place);
          yield chosen.place.endpoint;
          if (isAheadOfNeed(priority)) return;
        }
      }
    }
  }

  /** Milliseconds until the first of those that may answer a request may be asked, by its health and its limits; `undefined` where none is known to be. */
  againInMs(request: GenerationRequest, priority: Priority): number | undefined {
    const { availableInMs } = this.#tools;
    const waitMs = this.#waiting(request, priority);
    const known = this.#tools.eligible(request).flatMap((endpoint) => {
      const ms = availableInMs(endpoint, request.task, true, isUserInitiated(priority));
      return ms === undefined ? [] : [Math.max(ms, waitMs(endpoint))];
    });
    const soonest = Math.min(...known);
    return Number.isFinite(soonest) ? soonest : undefined;
  }

  /** How long a user waits for a place at an endpoint: not long where another one is free; `undefined` for as long as is usual. */
  patienceMs(asked: Endpoint, request: GenerationRequest, priority: Priority): number | undefined {
    if (!isAwaited(priority)) return undefined;
    const others = this.#tools.eligible(request).filter((each) => each !== asked);
    return this.#free(others, request, priority).length > 0 ? SOON_MS : undefined;
  }

  /** An equal of the one that was asked, for when its first word is late; `undefined` where nobody may be asked twice. */
  hedge(asked: Endpoint, request: GenerationRequest, priority: Priority): Hedge | undefined {
    const { mayHedge } = this.#tools;
    const { hedging } = this.#memory;
    hedging.sent();
    if (!mayHedge || !isAwaited(priority)) return undefined;
    const { task } = request;
    const tier = tiersOf(this.#tools.eligible(request)).find((each) => each.includes(asked)) ?? [];
    const afterMs = hedging.afterMs(placeOf(asked, task).name);
    if (tier.length < 2 || afterMs === undefined) return undefined;
    const take = (tried: ReadonlySet<Endpoint>) => {
      const others = tier.filter((each) => !tried.has(each));
      const free = this.#free(others, request, priority).map((each) => placeOf(each, task));
      const chosen = this.#choice.choose(free, request, priority);
      if (chosen === undefined || !hedging.take()) return undefined;
      this.#note(chosen.place, request, 'hedge');
      return chosen.place.endpoint;
    };
    return { afterMs, take };
  }

  /** Those that would let a request go at once. */
  #free(
    endpoints: readonly Endpoint[],
    request: GenerationRequest,
    priority: Priority,
  ): readonly Endpoint[] {
    const { isAvailable, loadOf } = this.#tools;
    const { task } = request;
    const waitMs = this.#waiting(request, priority);
    return endpoints.filter((endpoint) => {
      const { inFlight, slots } = loadOf(endpoint, task);
      const isReady = isAvailable(endpoint, task, false, false);
      return isReady && inFlight < slots && waitMs(endpoint) === 0;
    });
  }

  /** A request goes to an endpoint. */
  begun(endpoint: Endpoint, request: GenerationRequest): Attempt {
    const { clock, strategy, tokensOf } = this.#tools;
    const { task } = request;
    const { name } = placeOf(endpoint, task);
    const { evaluated, failed, hedging, slow } = this.#memory;
    const since = clock.monotonic();
    const slots = this.#tools.loadOf(endpoint, task).slots;
    const evaluating = this.#evaluating(endpoint, name, slots, request);
    // How long a server evaluates prompts that are new to it says nothing of how fast it is otherwise.
    const isJudged = evaluated.get(name) === undefined;
    const ended = isJudged ? slow.begun(name, evaluating.prompt.isCold) : () => undefined;
    const end = (isOk: boolean | undefined) => {
      evaluating.ended(isOk === false);
      const unheard = isOk === false ? 'failed' : 'gaveUp';
      ended(isOk === true ? 'heard' : unheard);
      const ms = clock.monotonic() - since;
      if (isOk === true) hedging.heard(name, ms);
      if (isOk === true) failed.answered(name);
      if (isOk === false) failed.failed(name, since);
      if (isOk === undefined || (isOk && !isJudged)) return;
      const outcome = { name, task, tokens: tokensOf(request), isOk, ms };
      this.#memory.strategy(strategy).heard(outcome);
    };
    let isOver = false;
    const once = (isOk: boolean | undefined) => () => {
      if (!isOver) end(isOk);
      isOver = true;
    };
    return {
      heard: once(true),
      failed: once(false),
      gaveUp: once(undefined),
      answered: (usage) => {
        once(true)();
        if (usage !== undefined) this.#memory.warm.told(name, evaluating.prompt, usage);
      },
    };
  }

  /** How long the limits of an endpoint would hold a request back. */
  #waiting(request: GenerationRequest, priority: Priority): (endpoint: Endpoint) => number {
    const tokens = this.#tools.tokensOf(request) + request.maxOutputTokens;
    return (endpoint) => this.#tools.waitMs(endpoint, request.task, priority, tokens);
  }

  get #memory(): RouterMemory {
    return this.#tools.memory;
  }

  #note({ endpoint }: Place, request: GenerationRequest, reason: ChoiceReason): void {
    const { task } = request;
    const choice = { task, endpointId: endpoint.id, reason };
    this.#memory.choices.add(choice);
    if (this.#tools.eligible(request).length > 1)
      this.#tools.observe({ kind: 'chosen', ...choice });
  }

  /** A prompt goes to an endpoint; `ended` is called when it has been evaluated there, or failed. */
  #evaluating(endpoint: Endpoint, name: string, slots: number, request: GenerationRequest) {
    const { evaluated, warm } = this.#memory;
    const prompt = warm.sent(name, slots, promptPrints(request));
    const isCold = prompt.isCold && warm.keeps(name, this.#tools.keepsPrompts(endpoint));
    if (isCold) evaluated.set(name, (evaluated.get(name) ?? 0) + 1);
    const ended = (hasFailed: boolean) => {
      if (hasFailed) warm.lost(name, prompt);
      if (!isCold) return;
      const left = (evaluated.get(name) ?? 1) - 1;
      if (left > 0) evaluated.set(name, left);
      else evaluated.delete(name);
    };
    return { prompt, ended };
  }

  /** Of some local servers the one that would be asked: it is the one to evaluate a prompt ahead. */
  warmest(endpoints: readonly Endpoint[], request: GenerationRequest): Endpoint | undefined {
    const { task } = request;
    const { slow, warm } = this.#memory;
    const places = endpoints.map((endpoint) => placeOf(endpoint, task));
    const fast = unlessNone(places, ({ name }) => !slow.isOut(name));
    const [first, ...more] = fast.map((place) => this.#choice.candidate(place, task));
    if (first === undefined) return undefined;
    const { name } = warm.choose([first, ...more], promptPrints(request));
    return fast.find((place) => place.name === name)?.endpoint;
  }

  /** A prompt is evaluated at an endpoint, and nothing generated. */
  evaluatedAhead(endpoint: Endpoint, request: GenerationRequest): void {
    const { task } = request;
    const { slots } = this.#tools.loadOf(endpoint, task);
    this.#memory.warm.sent(placeOf(endpoint, task).name, slots, promptPrints(request));
  }
}
