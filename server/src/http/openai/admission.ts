import type { CallerLimit } from '../../domain/callerLimit.ts';

/** A request that wants to be let in. */
export interface AskedFor {
  readonly model: string;
  readonly priority: 'interactive' | 'batch';
  /** Estimated tokens of the prompt, and the most of the answer. */
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** The cost of an answer. */
export interface Spent {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly money?: number;
}

/** Somebody who may ask, while one request of theirs runs. */
export interface Pass {
  /** The key's name in the configuration; absent where no keys are configured. */
  readonly keyName?: string;
  /** Callers of the same scope share cached answers. */
  readonly cacheScope: string;
  /** Those of its key, and what is left of them; none where it has none. */
  readonly limits: readonly CallerLimit[];
  /** Called once with the cost of an answer: nothing for one from the cache. What was reserved beyond it is given back. */
  settle(spent: Spent): void;
  /** Called once, whatever happened: its place is free. Without `settle` before it, everything reserved is given back. */
  leave(): void;
}

/** Decides who may ask, and when. */
export interface Admission {
  /** Rejects with `ApiError`: a key that is not known or may not ask for the model, a budget that is spent, no place. */
  enter(key: string | undefined, asked: AskedFor, signal: AbortSignal): Promise<Pass>;
  /** The models that a key may ask for, of those given; throws as `enter` rejects. */
  models(key: string | undefined, all: readonly string[]): readonly string[];
  /** The limits of a key, and what is left of them, without taking anything; rejects as `enter` does. */
  limitsOf(key: string | undefined): Promise<readonly CallerLimit[]>;
}
