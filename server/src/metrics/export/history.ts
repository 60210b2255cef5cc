import type { History, HistoryPoint, HistoryRange, HistoryTrend } from '../../protocol/history.ts';
import { quantiles, tierOf, tiersIn } from '../collect/tallyQueries.ts';
import { SPANS, type SpanMs, type Window, type Windows } from '../collect/windows.ts';
import { trendOf } from '../judge/trend.ts';

const [TICK, MINUTE, HOUR, DAY] = SPANS;

/** Windows of which length, and how many, make up a range. */
const PARTS: Readonly<Record<HistoryRange, { readonly spanMs: SpanMs; readonly count: number }>> = {
  '1m': { spanMs: TICK.ms, count: TICK.keep },
  '1h': { spanMs: MINUTE.ms, count: MINUTE.keep },
  '24h': { spanMs: HOUR.ms, count: 24 },
  '7d': { spanMs: HOUR.ms, count: HOUR.keep },
  '30d': { spanMs: DAY.ms, count: DAY.keep },
};

/** A series moves when so many of its pairs of values agree about it, and by so much. */
const AGREEMENT = 0.65;
const LEAST_CHANGE = 0.1;

/** The windows of a range, oldest first. */
export const windowsIn = (windows: Windows, range: HistoryRange): Window[] =>
  windows.last(PARTS[range].spanMs, PARTS[range].count);

/** Returns the history of a range that ends now (epoch milliseconds). */
export function historyOf(windows: Windows, range: HistoryRange, now: number): History {
  const { spanMs, count } = PARTS[range];
  const points = windowsIn(windows, range).map(pointOf);
  const from = now - spanMs * count;
  return { range, stepMs: spanMs, from, to: now, points, trends: trendsIn(points) };
}

function pointOf({ start, tally }: Window): HistoryPoint {
  return {
    at: start,
    requested: tally.of('requested'),
    shown: tally.of('shown'),
    shownWithoutCall: tally.of('shownWithoutCall'),
    accepted: tally.of('accepted'),
    calls: tally.of('upstreamRequests'),
    saved: tally.of('saved'),
    errors: tally.of('upstreamErrors'),
    tokens: tally.of('tokensIn') + tally.of('tokensOut'),
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

function trendsIn(points: readonly HistoryPoint[]): HistoryTrend[] {
  const series = {
    latency: points
      .filter(({ latencyMs }) => latencyMs.upstream.count > 0)
      .map(({ latencyMs }) => latencyMs.upstream.p95),
    hitRate: points
      .filter(({ shown }) => shown > 0)
      .map(({ shown, shownWithoutCall }) => shownWithoutCall / shown),
    requests: points.map(({ requested }) => requested),
  };
  return (Object.keys(series) as HistoryTrend['what'][]).flatMap((what) => {
    const trend = trendOf(series[what]);
    if (trend === undefined || trend.agreement < AGREEMENT) return [];
    return Math.abs(trend.change) < LEAST_CHANGE ? [] : [{ what, change: trend.change }];
  });
}
