import type { HistoryRange } from '../../protocol/history.ts';
import type { Report } from '../../protocol/report.ts';
import type { MetricsSnapshot } from '../../protocol/snapshot.ts';
import { Tally } from '../collect/tally.ts';
import { modelsIn, quantiles, share, tierOf, tiersIn } from '../collect/tallyQueries.ts';
import type { Windows } from '../collect/windows.ts';
import { type CountName, key } from '../series/tallySeries.ts';
import { gatewayOf } from './gateways.ts';
import { historyOf, windowsIn } from './history.ts';
import { savingsIn } from './savings.ts';
import type { LiveEndpoint } from './snapshot.ts';
import { warmingIn } from './warming.ts';

/** The current state that a report shows beside the counts. */
export type ReportState = Pick<
  MetricsSnapshot,
  'process' | 'score' | 'alerts' | 'recommendations' | 'tuning' | 'warming' | 'pressure'
> & {
  readonly at: number;
  readonly endpoints: readonly Pick<LiveEndpoint, 'id' | 'price' | 'announced'>[];
};

/** Everything about a range that ends now. */
export function reportOf(windows: Windows, range: HistoryRange, state: ReportState): Report {
  const sum = Tally.sumOf(windowsIn(windows, range).map(({ tally }) => tally));
  const history = historyOf(windows, range, state.at);
  const count = (name: CountName) => sum.of(name);
  const models = modelsIn(sum);
  const all = sum.timesOf('all');
  const failed = count('upstreamErrors');
  const answered = models.reduce((sums, each) => sums + each.answered, 0);
  const tiers = tiersIn(sum).map((tier) => ({
    tier,
    ...tierOf(sum, tier),
    getMs: quantiles(sum.timesOf(key('tierMs', { cache_level: tier }))),
  }));
  const near = tiers.find(({ tier }) => tier === 'memory');
  const hits = tiers.reduce((sums, tier) => sums + tier.hits, 0);
  const errors = new Map<string, number>();
  for (const [{ type }, times] of sum.counted('errors')) {
    errors.set(type, (errors.get(type) ?? 0) + times);
  }
  const accepted = count('accepted');
  return {
    range,
    from: history.from,
    to: history.to,
    requests: count('requested') + count('actions'),
    requestsPerSecond:
      (count('requested') + count('actions')) / ((history.to - history.from) / 1000),
    meanMs: all.mean,
    latencyMs: {
      all: quantiles(all),
      cached: quantiles(sum.timesOf('cached')),
      upstream: quantiles(sum.timesOf('upstream')),
    },
    suggestions: {
      shown: count('shown'),
      withoutCall: count('shownWithoutCall'),
      accepted,
      callsPerAccepted: accepted === 0 ? null : count('upstreamRequests') / accepted,
    },
    actions: { requested: count('actions'), applied: count('actionsApplied') },
    hitRate: near === undefined ? 0 : share(hits, near.hits + near.misses),
    errorRate: share(failed, failed + answered),
    errors: [...errors].map(([type, times]) => ({ type, count: times })),
    models: models.map((each) => ({
      endpoint: each.endpointId,
      model: each.model,
      calls: each.sent,
      answered: each.answered,
      failed: each.failed,
      cancelled: each.cancelled,
      meanMs: each.answerMs.mean,
      answerMs: quantiles(each.answerMs),
      firstTextMs: quantiles(each.firstTextMs),
      tokensIn: each.tokensIn,
      tokensOut: each.tokensOut,
      saved: each.saved,
    })),
    tiers,
    gateways: state.endpoints.flatMap((endpoint) => {
      const gateway = gatewayOf(endpoint, models);
      return gateway === undefined ? [] : [{ endpoint: endpoint.id, ...gateway }];
    }),
    savings: savingsIn(sum, state.endpoints),
    warming: { ...state.warming, ...warmingIn(sum) },
    resources: state.process,
    score: state.score,
    alerts: state.alerts,
    recommendations: state.recommendations,
    ...(state.tuning === undefined ? {} : { tuning: state.tuning }),
    ...(state.pressure === undefined ? {} : { pressure: state.pressure }),
    history,
  };
}
