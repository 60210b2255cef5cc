import type { Clock } from '../base/clock.ts';
import { sharedPrints } from '../domain/promptPrints.ts';
import { type Candidate, type Candidates, greatest } from './strategy.ts';

/** A server keeps the prompts of so many slots, of those that are known to us. */
const MAX_SLOTS = 4;
/** Requests count as load for so long, fading. In milliseconds. */
const LOAD_MS = 60_000;

interface Kept {
  /** The newest last. */
  heads: readonly (readonly number[])[];
  load: number;
  at: number;
}

/**
 * Which endpoint has evaluated most of a prompt before; prompts that are new go to the one that had least to do of late, so that each server keeps its
 * part of them, by weight (affinity to prefixes, as routers in front of vLLM and SGLang have it). Who has no room is passed over.
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

  /** The one for a prompt. */
  choose(all: Candidates, prints: readonly number[]): Candidate {
    const [first, ...more] = all.filter(({ inFlight, slots }) => inFlight < slots);
    // Where all have to wait, they wait for the one that knows most.
    const candidates: Candidates = first === undefined ? all : [first, ...more];
    const shared = new Map(candidates.map(({ name }) => [name, this.#sharedBy(name, prints)]));
    const most = Math.max(...shared.values());
    if (most > 0 && 2 * most >= prints.length)
      return greatest(candidates, this.#random, ({ name }) => shared.get(name) ?? 0);
    const load = ({ name, inFlight, weight }: Candidate) =>
      (this.#loadOf(name) + inFlight + 1) / weight;
    return greatest(candidates, this.#random, (each) => -load(each));
  }

  /** True for a prompt of which an endpoint has to evaluate more than half. */
  isCold(name: string, prints: readonly number[]): boolean {
    return 2 * this.#sharedBy(name, prints) < prints.length;
  }

  /** A prompt goes to an endpoint. */
  sent(name: string, slots: number, prints: readonly number[]): void {
    const kept = this.#kept.get(name);
    // It takes the place of one that it has most in common with, as in a server's slot, else of the oldest.
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

  /** It failed there: nothing of the prompt is known. */
  lost(name: string, prints: readonly number[]): void {
    const kept = this.#kept.get(name);
    if (kept !== undefined) kept.heads = kept.heads.filter((head) => head !== prints);
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
