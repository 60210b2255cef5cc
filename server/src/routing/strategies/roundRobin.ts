import type { Candidate, Candidates, Strategy } from '../strategy.ts';

/**
 * Smooth weighted round robin, as nginx does it: each candidate gains its weight with every choice, the richest one is chosen and pays
 * the sum of all weights. In any run of choices each gets its share, spread evenly.
 */
export class SmoothRoundRobin {
  readonly #credits = new Map<string, number>();

  choose(candidates: Candidates, weightOf: (candidate: Candidate) => number): Candidate {
    let best = candidates[0];
    let most = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const candidate of candidates) {
      const weight = weightOf(candidate);
      const credit = (this.#credits.get(candidate.name) ?? 0) + weight;
      this.#credits.set(candidate.name, credit);
      sum += weight;
      if (credit <= most) continue;
      most = credit;
      best = candidate;
    }
    this.#credits.set(best.name, most - sum);
    return best;
  }
}

/** Each in turn, as often as its weight says. */
export function roundRobin(): Strategy {
  const turns = new SmoothRoundRobin();
  return {
    choose: (candidates) => turns.choose(candidates, ({ weight }) => weight),
    heard: () => undefined,
  };
}
