import type { History, HistoryPoint, HistoryRange } from '../protocol/history.ts';
import { countOf, quantiles, tierOf, tiersIn } from './reading.ts';
import { SPANS, type SpanMs, type Window, type Windows } from './windows.ts';

const [TICK, MINUTE, HOUR, DAY] = SPANS;

/** Windows of which length, and how many, make up a range. */
const PARTS: Readonly<Record<HistoryRange, { readonly spanMs: SpanMs; readonly count: number }>> = {
  '1m': { spanMs: TICK.ms, count: TICK.keep },
  '1h': { spanMs: MINUTE.ms, count: MINUTE.keep },
  '24h': { spanMs: HOUR.ms, count: 24 },
  '7d': { spanMs: HOUR.ms, count: HOUR.keep },
  '30d': { spanMs: DAY.ms, count: DAY.keep },
};

/** The windows of a range, oldest first. */
export const windowsIn = (windows: Windows, range: HistoryRange): Window[] =>
  windows.last(PARTS[range].spanMs, PARTS[range].count);

/** What happened over a range that ends now (epoch milliseconds). */
export function historyOf(windows: Windows, range: HistoryRange, now: number): History {
  const { spanMs, count } = PARTS[range];
  const points = windowsIn(windows, range).map(pointOf);
  return { range, stepMs: spanMs, from: now - spanMs * count, to: now, points };
}

function pointOf({ start, tally }: Window): HistoryPoint {
  return {
    at: start,
    requested: countOf(tally, 'requested'),
    shown: countOf(tally, 'shown'),
    shownWithoutCall: countOf(tally, 'shownWithoutCall'),
    accepted: countOf(tally, 'accepted'),
    calls: countOf(tally, 'upstreamRequests'),
    saved: countOf(tally, 'saved'),
    errors: countOf(tally, 'upstreamErrors'),
    tokens: countOf(tally, 'tokensIn') + countOf(tally, 'tokensOut'),
    tiers: Object.fromEntries(
      tiersIn(tally).map((tier) => {
        const { hits, misses } = tierOf(tally, tier);
        return [tier, { hits, lookups: hits + misses }];
      }),
    ),
    latencyMs: {
      all: quantiles(tally.timesOf('all')),
      cached: quantiles(tally.timesOf('cached')),
      upstream: quantiles(tally.timesOf('upstream')),
    },
  };
}
