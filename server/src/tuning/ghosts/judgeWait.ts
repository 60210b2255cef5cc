import { bounded, knobTable } from '../knobTable.ts';
import type { Stand, Verdict } from './verdict.ts';
import type { SimulatedWaits, WaitTrace } from './waitTrace.ts';

/** Waits of the trace below which nothing is decided. */
const LEAST_WAITS = 200;
const LEAST_GAIN = 0.05;
/** Calls, or suggestions, of a difference: of fewer a few could be chance. */
const LEAST_DIFFERENCE = 12;
/** Suggestions in time that must stay of those without tuning, and how much later they may come. */
export const LEAST_SEEN = 0.98;
const MOST_DELAY = 1.1;

/**
 * The factor on the wait with the fewest calls among those that cost no suggestions: as many in time as without tuning, but for two of a
 * hundred, and no later by more than a tenth.
 */
export function judgeWait(trace: WaitTrace, { from, current }: Stand): Verdict | undefined {
  if (trace.length < LEAST_WAITS) return undefined;
  const { usual, least, most, step } = knobTable.waitFactor;
  const before = trace.simulate(usual);
  const costsNothing = ({ seen, delayMs }: SimulatedWaits) =>
    seen >= LEAST_SEEN * before.seen && delayMs <= MOST_DELAY * before.delayMs;
  let [target, best] = [usual, before];
  for (let value = least; value <= most; value *= step) {
    const simulated = trace.simulate(value);
    if (!costsNothing(simulated) || simulated.calls >= best.calls) continue;
    [target, best] = [bounded('waitFactor', value), simulated];
  }
  const [began, now] = [trace.simulate(from), trace.simulate(current)];
  const more = costsNothing(began) ? began.calls - best.calls : best.seen - began.seen;
  const whole = costsNothing(began) ? began.calls : best.seen;
  const gain = more / Math.max(1, whole);
  const isThere = costsNothing(now) && now.calls - best.calls <= AT_HAND * now.calls;
  if (isThere || more < LEAST_DIFFERENCE || gain <= LEAST_GAIN) return undefined;
  return { target, gain, samples: trace.length };
}

/** As near as that to the best is at the best. */
const AT_HAND = 0.005;
