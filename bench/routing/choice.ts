import { systemClock } from '../../server/src/base/clock.ts';
import { STRATEGIES } from '../../server/src/routing/strategies/index.ts';
import { seededRandom } from '../../tools/random.ts';
import { quantile } from '../support/table.ts';

const ENDPOINTS = 20;
const CHOICES = 2_000;
const ROUNDS = 15;

/** Median microseconds of the strategy's choice alone, over rounds, each endpoint known. */
export function choiceMicros(): number {
  const random = seededRandom(1);
  const strategy = STRATEGIES.adaptive({ clock: systemClock, random });
  const candidates = Array.from({ length: ENDPOINTS }, (_, index) => ({
    name: String(index),
    weight: 1,
    inFlight: index % 3,
    slots: 4,
    budget: 1,
  }));
  const [first, ...more] = candidates;
  if (first === undefined) return 0;
  const question = { task: 'completion', tokens: 1_000, mayExplore: true } as const;
  for (let time = 0; time < 100; time++) {
    for (const { name } of candidates) {
      const ms = 200 + 10 * Number(name);
      strategy.heard({ name, task: 'completion', tokens: 1_000, isOk: true, ms });
    }
  }
  const rounds = Array.from({ length: ROUNDS }, () => {
    const since = performance.now();
    for (let time = 0; time < CHOICES; time++) strategy.choose([first, ...more], question);
    return (1_000 * (performance.now() - since)) / CHOICES;
  });
  return quantile(rounds, 0.5);
}
