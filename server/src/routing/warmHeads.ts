import type { Clock } from '../base/clock.ts';
import type { Usage } from '../domain/generation.ts';
import { sharedPrints } from '../domain/promptPrints.ts';
import { type Candidate, type Candidates, greatest } from './strategy.ts';

/** A server keeps the prompts of so many slots, of those that are known to us. */
const MAX_SLOTS = 4;
/** Requests count as load for so long, fading. In milliseconds. */
const LOAD_MS = 60_000;
/** From so much of a prompt on, 0 to 1, it counts as known; a server that reused less than half of what was expected has lost it. */
const WARM_SHARE = 0.5;
/** After this number of losses in a row a server counts as one that keeps nothing, until it has reused something again. */
const MAX_LOSSES = 3;

interface Kept {
  /** The newest last. */
  heads: readonly (readonly number[])[];
  load: number;
  at: number;
}

/** A prompt that went to an endpoint, as far as that was believed to know it: 0 to 1. */
export interface SentHead {
  readonly prints: readonly number[];
  readonly share: number;
  readonly isCold: boolean;
}

/** The truth about a cache, as its server tells it: prompts that it had kept, and those in a row that it should have and had not. */
interface Truth {
  readonly hits: number;
  readonly losses: number;
}

/**
 * Which endpoint has evaluated most of a prompt before; prompts that are new go to the one that had least to do of late, so that each server keeps its
 * part of them, by weight (affinity to prefixes, as routers in front of vLLM and SGLang have it). Who has no room is passed over.
 */
export class WarmHeads {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #truths = new Map<string, Truth>();

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
    if (candidates.some(({ name }) => this.knows(name, prints)))
      return greatest(candidates, this.#random, ({ name }) => this.#sharedBy(name, prints));
    const load = ({ name, inFlight, weight }: Candidate) =>
      (this.#loadOf(name) + inFlight + 1) / weight;
    return greatest(candidates, this.#random, (each) => -load(each));
  }

  /** True for an endpoint that has evaluated at least half of a prompt. */
  knows(name: string, prints: readonly number[]): boolean {
    const shared = this.#sharedBy(name, prints);
    return shared > 0 && 2 * shared >= prints.length;
  }

  /** True for an endpoint that keeps prompts: as is known of its kind, and as it tells in its answers. */
  keeps(name: string, isKnown: boolean): boolean {
    const { hits, losses } = this.#truthOf(name);
    return losses < MAX_LOSSES && (isKnown || hits > 0);
  }

  /** A prompt goes to an endpoint. */
  sent(name: string, slots: number, prints: readonly number[]): SentHead {
    const share = prints.length === 0 ? 0 : this.#sharedBy(name, prints) / prints.length;
    // It takes the place of one that it has most in common with, as in a server's slot, else of the oldest.
    const heads = this.#kept.get(name)?.heads ?? [];
    const likest = heads.findIndex((head) => 2 * sharedPrints(prints, head) >= head.length);
    const others = heads.filter((_, index) => index !== likest);
    const most = Math.min(MAX_SLOTS, Math.max(1, slots));
    this.#kept.set(name, {
      heads: [...others, prints].slice(-most),
      load: this.#loadOf(name) + 1,
      at: this.#clock.monotonic(),
    });
    return { prints, share, isCold: share < WARM_SHARE && prints.length > 0 };
  }

  /** The server has told how much of a prompt it had to evaluate: one that should have known it and did not was started anew, or has given its room to others. */
  told(name: string, { prints, share }: SentHead, usage: Usage): void {
    const { inputTokens, evaluatedTokens } = usage;
    if (evaluatedTokens === undefined || share < WARM_SHARE) return;
    if (!(inputTokens > 0 && evaluatedTokens >= 0 && evaluatedTokens <= inputTokens)) return;
    const { hits, losses } = this.#truthOf(name);
    if (1 - evaluatedTokens / inputTokens >= share / 2) {
      this.#truths.set(name, { hits: hits + 1, losses: 0 });
      return;
    }
    this.#truths.set(name, { hits, losses: losses + 1 });
    const kept = this.#kept.get(name);
    if (kept !== undefined) kept.heads = [prints];
  }

  /** It failed there: nothing of the prompt is known. */
  lost(name: string, { prints }: SentHead): void {
    const kept = this.#kept.get(name);
    if (kept !== undefined) kept.heads = kept.heads.filter((head) => head !== prints);
  }

  #sharedBy(name: string, prints: readonly number[]): number {
    const heads = this.#kept.get(name)?.heads ?? [];
    return Math.max(0, ...heads.map((head) => sharedPrints(prints, head)));
  }

  #truthOf(name: string): Truth {
    return this.#truths.get(name) ?? { hits: 0, losses: 0 };
  }

  #loadOf(name: string): number {
    const kept = this.#kept.get(name);
    if (kept === undefined) return 0;
    return kept.load * Math.exp((kept.at - this.#clock.monotonic()) / LOAD_MS);
  }
}
