import type { Pieces } from '../../base/turns.ts';
import type { KnobName } from '../../protocol/tuning.ts';
import { bounded, knobTable } from '../knobTable.ts';
import type { CacheTrace } from './cacheTrace.ts';
import { type CacheShape, simulate } from './ghostCache.ts';
import type { Stand, Verdict } from './verdict.ts';

/** Requests of the trace below which nothing is decided. */
const LEAST_REQUESTS = 150;
/** Less is not worth a change. */
const LEAST_GAIN = 0.05;
/** Calls saved more in the trace: of fewer a few could be chance. */
const LEAST_SAVED = 12;
/** The cheapest value that leaves no more than this share of what could be won is taken. */
const LEFT_OVER = 0.02;

/** A shape of the cache with one knob at another value. */
export function shaped(shape: CacheShape, knob: KnobName, value: number): CacheShape {
  switch (knob) {
    case 'memorySeconds':
      return { ...shape, ttlMs: value * 1000 };
    case 'memoryEntries':
      return { ...shape, maxEntries: value };
    case 'memoryEviction':
      return { ...shape, eviction: value === 1 ? 'lfu' : 'lru' };
    case 'freshSeconds':
      return { ...shape, freshMs: value * 1000 };
    default:
      return shape;
  }
}

/** True if ghosts of the cache can judge a knob. */
export const isOfCache = (knob: KnobName): boolean =>
  knobTable[knob].judge === 'ghosts' && knob !== 'waitFactor';

/** The value of a knob that saves most calls of the trace, where it saves enough; every other value of the knob's is tried in two steps. */
export function* judgeCache(
  trace: CacheTrace,
  shape: CacheShape,
  knob: KnobName,
  { from, current }: Stand,
): Pieces<Verdict | undefined> {
  if (trace.length < LEAST_REQUESTS) return undefined;
  const saved = new Map<number, number>();
  for (const value of candidates(knob, from, current)) {
    const { requests, calls } = yield* simulate(trace, shaped(shape, knob, value));
    saved.set(value, requests - calls);
  }
  const of = (value: number) => saved.get(value) ?? 0;
  const best = Math.max(...saved.values());
  const enough = best - LEFT_OVER * (best - of(from));
  const target = [...saved.keys()].sort(byCost).find((value) => of(value) >= enough);
  if (target === undefined || target === current || of(target) <= of(current)) return undefined;
  const more = of(target) - of(from);
  const gain = more / Math.max(1, of(from), more / MOST_GAIN);
  if (more < LEAST_SAVED || gain <= LEAST_GAIN) return undefined;
  return { target, gain, samples: trace.length };
}

/** Where nothing was saved, everything is more. */
const MOST_GAIN = 10;

const byCost = (one: number, other: number): number => one - other;

function candidates(knob: KnobName, from: number, current: number): ReadonlySet<number> {
  const { usual, least, most, step, choices } = knobTable[knob];
  if (choices !== undefined) return new Set(choices.keys());
  const values = new Set([from, current, usual, least, most]);
  const factor = step ** 2;
  for (let value = least * factor; value < most; value *= factor) values.add(bounded(knob, value));
  return values;
}
