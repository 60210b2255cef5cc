import type { Candidate, Candidates } from './candidates.ts';
import { CONFIDENCE_WEIGHTS } from './confidenceWeights.ts';

/** What one step of a prediction looks like to the scorer. */
export interface StepFacts {
  /** Characters of the token that the user has typed already. */
  readonly typedCharacters: number;
  readonly isWord: boolean;
  readonly isNewline: boolean;
}

/** The features of the best candidate, in the order of the weights; the first is the bias. */
export function features(best: Candidate, candidates: Candidates, facts: StepFacts): number[] {
  const share = best.weight / candidates.totalWeight;
  const runnerUp = candidates.all[1]?.weight ?? 0;
  return [
    1,
    Math.log((share + 0.02) / (1.02 - share)),
    Math.log((best.weight + 1) / (runnerUp + 1)) / 10,
    best.longestLocal / 16,
    best.longestGlobal / 16,
    Math.log1p(best.count) / 3,
    Math.log1p(candidates.places - best.count) / 3,
    Math.min(facts.typedCharacters, 6) / 6,
    facts.isWord ? 1 : 0,
    facts.isNewline ? 1 : 0,
    ((facts.isWord ? 1 : 0) * Math.max(best.longestLocal, best.longestGlobal)) / 16,
    best.longestLocal > 0 && best.longestGlobal > 0 ? 1 : 0,
  ];
}

/**
 * Probability that the best candidate is what comes next: logistic regression over the features, with
 * weights that `npm run train` learns from packages that no benchmark measures.
 */
export function confidenceOf(best: Candidate, candidates: Candidates, facts: StepFacts): number {
  return logistic(features(best, candidates, facts), CONFIDENCE_WEIGHTS);
}

export function logistic(values: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) {
    sum += (values[index] ?? 0) * (weights[index] ?? 0);
  }
  return 1 / (1 + Math.exp(-sum));
}
