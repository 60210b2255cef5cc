import type { Evaluation } from '../domain/evaluation.ts';

/** A few tokens cost as much as many: they tell what a call costs, not what a token does. */
const LEAST_TOKENS = 16;
/** The number of counts, and of guesses, that are remembered. */
const REMEMBERED_RATIOS = 8;

/**
 * The time that one model of an endpoint needs for each token of a prompt that it has to evaluate. By what the server says; where
 * it says nothing, by the time to its first word.
 */
export class EvaluationSpeed {
  /** Milliseconds a token, the newest last: of prompts of which the server says how many tokens it had to evaluate, */
  #measured: readonly number[] = [];
  /** of those that it may have known in part, */
  #told: readonly number[] = [];
  /** and of those of which it has said nothing. */
  #guessed: readonly number[] = [];

  /** Milliseconds; `undefined` while nothing was measured. */
  get msPerToken(): number | undefined {
    return median(this.#measured) ?? secondDearest(this.#told) ?? secondDearest(this.#guessed);
  }

  measured({ tokens, ms, holdsKnown }: Evaluation): void {
    if (tokens < LEAST_TOKENS) return;
    if (holdsKnown) this.#told = newest(this.#told, ms / tokens);
    else this.#measured = newest(this.#measured, ms / tokens);
  }

  /** The first word after a prompt of about so many tokens came after so long. */
  guessed(tokens: number, ms: number): void {
    if (tokens < LEAST_TOKENS) return;
    this.#guessed = newest(this.#guessed, ms / tokens);
  }
}

const newest = (ratios: readonly number[], ratio: number): number[] => [
  ...ratios.slice(1 - REMEMBERED_RATIOS),
  ratio,
];

/** A machine that slept meanwhile, or a server that cannot count, says something absurd once: it bears on nothing. */
function median(ratios: readonly number[]): number | undefined {
  const sorted = ratios.toSorted((one, other) => one - other);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

/** The prompt of which the server knew least, but for the dearest: that one may have waited for something else. */
function secondDearest(ratios: readonly number[]): number | undefined {
  const sorted = ratios.toSorted((one, other) => other - one);
  return sorted[1] ?? sorted[0];
}
