import type { Clock } from '../../base/clock.ts';
import { FirstWords } from '../firstWords.ts';
import type { Candidate, Candidates, Strategy } from '../strategy.ts';
import { SmoothRoundRobin } from './roundRobin.ts';

/** Weights are read anew after a second; of who answers for less than ten, nothing is believed yet. */
const UPDATE_MS = 1_000;
const BLACKOUT_MS = 10_000;
/** Least share of an average weight: who gets nothing is never measured again. */
const LEAST_SHARE = 0.05;

/** Each as often as it is fast: shares are inverse to the times to the first word. Who is not known gets the average. */
export function weightedResponseTime(clock: Clock): Strategy {
  const times = new FirstWords(clock);
  const turns = new SmoothRoundRobin();
  let speeds = new Map<string, number | undefined>();
  let readAt = Number.NEGATIVE_INFINITY;

  const read = (candidates: Candidates): void => {
    readAt = clock.monotonic();
    speeds = new Map(
      candidates.map(({ name }) => {
        const ms = times.of(name, BLACKOUT_MS);
        return [name, ms === undefined ? undefined : 1 / Math.max(1, ms)];
      }),
    );
  };
  return {
    choose: (candidates) => {
      const isNew = candidates.some(({ name }) => !speeds.has(name));
      if (isNew || clock.monotonic() - readAt >= UPDATE_MS) read(candidates);
      const known = [...speeds.values()].filter((speed) => speed !== undefined);
      const mean = known.reduce((sum, speed) => sum + speed, 0) / known.length;
      const weightOf = ({ name, weight }: Candidate): number => {
        if (known.length === 0) return weight;
        return weight * Math.max(LEAST_SHARE * mean, speeds.get(name) ?? mean);
      };
      return turns.choose(candidates, weightOf);
    },
    heard: (outcome) => times.heard(outcome),
  };
}
