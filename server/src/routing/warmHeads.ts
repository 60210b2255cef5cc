import type { Clock } from '../base/clock.ts';
import { sharedPrints } from '../domain/promptPrints.ts';
import { type Candidate, type Candidates, greatest } from './strategy.ts';

/** A server keeps the prompts of so many slots, of those that are known to us. */
const MAX_SLOTS = 4;
/** Weight of an endpoint's load against the share of the prompt that it has evaluated: one and a half times the mean load outweighs a quarter of a prompt. */
const LOAD_WEIGHT = 0.5;
/** A shorter beginning is evaluated sooner than anybody notices; in pieces of a prompt. */
const LEAST_SHARED = 4;
/** Requests count as load for so long, fading. In milliseconds. */
const LOAD_MS = 60_000;

interface Kept {
  /** The newest last. */
  heads: readonly (readonly number[])[];
  load: number;
  at: number;
}

/**
 * Which endpoint has evaluated most of a prompt before, as far as its load allows (the score of vLLM's production stack: the share of
 * the prompt that is known, less a part of the load above the mean).
 */
export class WarmHeads {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #kept = new Map<string, Kept>();

  /** `random` is 0 to 1. */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  /** The one that is worth most for a prompt; `undefined` where none has seen enough of it. */
  choose(all: Candidates, prints: readonly number[]): Candidate | undefined {
    const [first, ...more] = all.filter(({ inFlight, slots }) => inFlight < slots);
    // Where all have to wait, they wait for the one that knows most.
    const candidates: Candidates = first === undefined ? all : [first, ...more];
    const shared = new Map(
      candidates.map((each) => [each.name, this.#sharedBy(each.name, prints)]),
    );
    if (Math.max(...shared.values()) < LEAST_SHARED) return undefined;
    const loads = candidates.map(({ name, inFlight }) => this.#loadOf(name) + inFlight);
    const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
    const worth = new Map(
      candidates.map(({ name }, index) => {
        const share = (shared.get(name) ?? 0) / prints.length;
        const above = ((loads[index] ?? 0) - mean) / Math.max(1, mean);
        return [name, share - LOAD_WEIGHT * above];
      }),
    );
    return greatest(candidates, this.#random, ({ name }) => worth.get(name) ?? 0);
  }

  /** True for a prompt of which an endpoint has to evaluate more than half. */
  isCold(name: string, prints: readonly number[]): boolean {
    return 2 * this.#sharedBy(name, prints) < prints.length;
  }

  /** A prompt goes to an endpoint. */
  sent(name: string, slots: number, prints: readonly number[]): void {
    const kept = this.#kept.get(name);
    // It takes the place of the one that it shares most with, as a server's slot does, else of the oldest.
    const heads = kept?.heads ?? [];
    const likest = heads.findIndex((head) => 2 * sharedPrints(prints, head) >= head.length);
    const others = heads.filter((_, index) => index !== likest);
    const most = Math.min(MAX_SLOTS, Math.max(1, slots));
    this.#kept.set(name, {
      heads: [...others, prints].slice(-most),
      load: this.#loadOf(name) + 1,
      at: this.#clock.monotonic(),
    });
  }

  #sharedBy(name: string, prints: readonly number[]): number {
    const heads = this.#kept.get(name)?.heads ?? [];
    return Math.max(0, ...heads.map((head) => sharedPrints(prints, head)));
  }

  #loadOf(name: string): number {
    const kept = this.#kept.get(name);
    if (kept === undefined) return 0;
    return kept.load * Math.exp((kept.at - this.#clock.monotonic()) / LOAD_MS);
  }
}
