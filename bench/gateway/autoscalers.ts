import { decide } from '../../server/src/scaling/policy.ts';
import { NO_MEMORY, type PolicyMemory } from '../../server/src/scaling/policyMemory.ts';
import { RULES, type WorkerBounds } from '../../server/src/scaling/rules.ts';
import { CPU_SECONDS, type FleetOptions } from './simulatedFleet.ts';

type Choose = FleetOptions['choose'];

/** The policy of the product, each minute. */
export function policy(bounds: WorkerBounds): Choose {
  let memory: PolicyMemory = NO_MEMORY;
  return (_, workers, last) => {
    if (last === undefined) return bounds.min;
    const decision = decide(last, workers, bounds, memory);
    memory = decision.memory;
    return decision.workers;
  };
}

/** The design's rules to the letter: a quarter more or less each minute, and nothing else. */
export const toTheLetter =
  ({ min, max }: WorkerBounds): Choose =>
  (_, workers, last) => {
    if (last === undefined) return min;
    const { up, down, step } = RULES;
    const { cpu, queue, waitSeconds } = last;
    const quarter = Math.ceil(workers * step);
    if (cpu > up.cpu || queue > up.queue || waitSeconds > up.waitSeconds)
      return Math.min(max, workers + quarter);
    const isQuiet = cpu < down.cpu && queue < down.queue && waitSeconds < down.waitSeconds;
    return isQuiet ? Math.max(min, workers - quarter) : workers;
  };

/** Kubernetes changes nothing for less than a tenth. */
const TOLERANCE = 0.1;

/** The autoscaler that KEDA makes of `deploy/kustomize/keda`, looked at once a minute in place of every 15 s. */
export function kubernetes({ min, max }: WorkerBounds): Choose {
  const { up, down, step, mostTimes, settleMinutes, leastWorkers } = RULES;
  const asked: number[] = [];
  return (_, workers, last) => {
    if (last === undefined) return min;
    const { cpu, queue, waitSeconds, working } = last;
    const within = (ratio: number, count: number) =>
      Math.abs(ratio - 1) <= TOLERANCE ? workers : Math.ceil(count);
    const target = up.cpu / (1 + TOLERANCE);
    const byQueue = queue / (up.queue / leastWorkers);
    const isWaiting = waitSeconds > up.waitSeconds && queue >= down.queue;
    const wish = Math.max(
      within(cpu / target, Math.min(working, workers) * (cpu / target)),
      within(byQueue / workers, byQueue),
      isWaiting ? Math.ceil(workers * (1 + step)) : 0,
    );
    asked.push(Math.max(min, Math.min(max, wish)));
    if (asked.length > settleMinutes) asked.shift();
    if (wish > workers) return Math.min(max, wish, workers * mostTimes);
    const settled = Math.min(workers, Math.max(...asked));
    return Math.max(settled, Math.floor(workers * (1 - step)));
  };
}

/** Knows each second of the day: the least number of workers that keeps their processors below a share in any ten seconds. */
export function oracle(
  perSecond: readonly number[],
  share: number,
  { min, max }: WorkerBounds,
): Choose {
  return (minute) => {
    const means = Array.from({ length: 6 }, (_, index) => {
      const from = minute * 60 + index * 10;
      return perSecond.slice(from, from + 10).reduce((sum, rate) => sum + rate, 0) / 10;
    });
    return Math.max(min, Math.min(max, Math.ceil((Math.max(...means) * CPU_SECONDS) / share)));
  };
}
