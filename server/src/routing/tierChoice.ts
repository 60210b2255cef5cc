import type { ChoiceReason } from '../domain/choice.ts';
import {
  type GenerationRequest,
  isUserInitiated,
  type Priority,
  type Task,
} from '../domain/generation.ts';
import { promptPrints } from '../domain/promptPrints.ts';
import type { Place } from './place.ts';
import type { RouterMemory } from './routerMemory.ts';
import type { RouterTools } from './routerTools.ts';
import { type Candidate, greatest } from './strategy.ts';

/** A place, and why it was chosen among its equals. */
interface Chosen {
  readonly place: Place;
  readonly reason: ChoiceReason;
}

/**
 * The choice among endpoints of one priority number: as the strategy says, but for those that are much slower than the others, spent, or were
 * away until just now; where all keep prompts, the one that knows most of this one.
 */
export class TierChoice {
  readonly #tools: RouterTools;

  constructor(tools: RouterTools) {
    this.#tools = tools;
  }

  get #memory(): RouterMemory {
    return this.#tools.memory;
  }

  /** Sees who is slow, away, or back. */
  look(tier: readonly Place[], task: Task): void {
    const { slow, left, start } = this.#memory;
    slow.judge(tier.map(({ name }) => name));
    for (const { endpoint, name } of tier) {
      const isOut = slow.isOut(name);
      if (isOut !== left.has(name)) {
        if (isOut) left.add(name);
        else left.delete(name);
        this.#tools.observe({ kind: 'leftSlow', endpointId: endpoint.id, isBack: !isOut });
      }
      start.seen(name, this.#tools.isAvailable(endpoint, task, false, false) && !isOut);
    }
  }

  /** One of those that may be asked now; `undefined` where there is none. */
  choose(
    there: readonly Place[],
    request: GenerationRequest,
    priority: Priority,
  ): Chosen | undefined {
    const [only, ...more] = there;
    if (only === undefined) return undefined;
    const places = more.length === 0 ? there : this.#wellPlaced(there, request.task);
    const [first = only, second] = places;
    if (second === undefined)
      return { place: first, reason: more.length === 0 ? 'preferred' : 'fit' };
    const [one, ...others] = places.map((place) => this.candidate(place, request.task));
    if (one === undefined) return undefined;
    const [chosen, reason] = this.#among([one, ...others], places, request, priority);
    const place = places.find(({ name }) => name === chosen.name) ?? first;
    return { place, reason };
  }

  candidate({ endpoint, name }: Place, task: Task): Candidate {
    return { name, weight: endpoint.weight ?? 1, ...this.#tools.loadOf(endpoint, task) };
  }

  #among(
    candidates: readonly [Candidate, ...Candidate[]],
    places: readonly Place[],
    request: GenerationRequest,
    priority: Priority,
  ): readonly [Candidate, ChoiceReason] {
    const { strategy: name, random, tokensOf } = this.#tools;
    const { warm } = this.#memory;
    // Many at once: each goes where most room is left.
    if (priority === 'batch') {
      const room = ({ slots, weight, inFlight }: Candidate) => slots * weight - inFlight;
      return [greatest(candidates, random, room), 'room'];
    }
    if (
      places.every(({ endpoint, name: of }) => warm.keeps(of, this.#tools.keepsPrompts(endpoint)))
    ) {
      const prints = promptPrints(request);
      const chosen = warm.choose(candidates, prints);
      return [chosen, warm.knows(chosen.name, prints) ? 'warm' : 'newPrompt'];
    }
    const mayExplore = !isUserInitiated(priority);
    const question = { task: request.task, tokens: tokensOf(request), mayExplore };
    const strategy = this.#memory.strategy(name);
    return [strategy.choose(candidates, question), strategy.inUse?.() ?? name];
  }

  /** Without those whose budgets are spent, the slow ones, those that have just failed, those that have no room, and most times those that are just back; as far as somebody is left. */
  #wellPlaced(there: readonly Place[], task: Task): readonly Place[] {
    const { loadOf, random } = this.#tools;
    const { failed, slow, start } = this.#memory;
    const able = unlessNone(there, ({ endpoint }) => loadOf(endpoint, task).budget > 0);
    const fast = unlessNone(able, ({ name }) => !slow.isOut(name));
    const sound = unlessNone(fast, ({ name }) => !failed.isOut(name));
    const free = unlessNone(sound, ({ endpoint }) => {
      const { inFlight, slots } = loadOf(endpoint, task);
      return inFlight < slots;
    });
    return unlessNone(free, ({ name }) => {
      const share = start.shareOf(name);
      return share === 1 || random() < share;
    });
  }
}

/** Those for which something holds, or all where it holds for none. */
export function unlessNone<Kind>(
  all: readonly Kind[],
  holds: (each: Kind) => boolean,
): readonly Kind[] {
  const some = all.filter(holds);
  return some.length === 0 ? all : some;
}
