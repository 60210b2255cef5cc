import type { Task } from '../domain/generation.ts';
import type { RoutingStrategy } from '../domain/routingStrategy.ts';

/** One model of an endpoint that may be asked now, as strategies see it. */
export interface Candidate {
  /** Of the endpoint and its model: no other candidate has it. */
  readonly name: string;
  /** Its share beside the others; above 0. */
  readonly weight: number;
  /** Requests that it works on or that wait for it, and how many it takes at once. */
  readonly inFlight: number;
  readonly slots: number;
  /** The part that is left of its budgets: 0 to 1, and 1 where it has none. */
  readonly budget: number;
}

export type Candidates = readonly [Candidate, ...Candidate[]];

/** The part of a request that bears on who is asked. */
export interface Question {
  readonly task: Task;
  /** Length of the prompt, about. */
  readonly tokens: number;
  /** False where somebody waits: whoever is known to be best is asked, and nobody is tried. */
  readonly mayExplore: boolean;
}

/** How a request went. */
export interface Outcome {
  readonly name: string;
  readonly task: Task;
  readonly tokens: number;
  readonly isOk: boolean;
  /** Milliseconds to the first text, or to the failure. */
  readonly ms: number;
}

/** A way to choose among endpoints that are equally preferred and in good health. */
export interface Strategy {
  choose(candidates: Candidates, question: Question): Candidate;
  heard(outcome: Outcome): void;
  /** The strategy that chooses in its place now, where it only picks one. */
  readonly inUse?: () => RoutingStrategy;
}

/** The one of greatest worth; of several such ones any, by chance: if all clients took the first, they would crowd one server. */
export function greatest(
  candidates: Candidates,
  random: () => number,
  worthOf: (candidate: Candidate) => number,
): Candidate {
  let best = candidates[0];
  let most = Number.NEGATIVE_INFINITY;
  let equals = 0;
  for (const candidate of candidates) {
    const worth = worthOf(candidate);
    if (worth < most) continue;
    equals = worth === most ? equals + 1 : 1;
    most = worth;
    if (equals === 1 || random() * equals < 1) best = candidate;
  }
  return best;
}
