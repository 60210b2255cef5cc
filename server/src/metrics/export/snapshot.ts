import { QuantileSketch } from '../../base/quantileSketch.ts';
import type { Announcement } from '../../domain/announcement.ts';
import type { Choice } from '../../domain/choice.ts';
import type { Alert, Recommendation } from '../../protocol/advice.ts';
import type {
  Activity,
  EndpointSnapshot,
  MetricsSnapshot,
  TierSnapshot,
} from '../../protocol/snapshot.ts';
import type { TuningSnapshot } from '../../protocol/tuning.ts';
import type { Tally } from '../collect/tally.ts';
import { type ModelReading, modelsIn, quantiles, share, tierOf } from '../collect/tallyQueries.ts';
import { scoreOf } from '../judge/score.ts';
import { type CountName, key } from '../series/tallySeries.ts';
import { gatewayOf } from './gateways.ts';
import { type Price, savingsIn } from './savings.ts';
import { warmingIn } from './warming.ts';

interface TierUsage {
  readonly entries: number;
  readonly bytes: number;
}

/** An endpoint as its living parts know it. */
export interface LiveEndpoint
  extends Pick<
    EndpointSnapshot,
    | 'id'
    | 'state'
    | 'share'
    | 'leftSlow'
    | 'lastError'
    | 'lastSentence'
    | 'inFlight'
    | 'waiting'
    | 'waitMs'
    | 'budget'
  > {
  readonly price?: Price;
  /** Its word as a gateway. */
  readonly announced?: Announcement;
}

/** The state that only the live parts know, read at the moment of the snapshot. */
export interface LiveState {
  readonly at: number;
  readonly uptimeSeconds: number;
  readonly enabled: boolean;
  readonly trusted: boolean;
  /** By tier, those that are on. */
  readonly tiers: Readonly<Partial<Record<string, TierUsage>>>;
  readonly endpoints: readonly LiveEndpoint[];
  /** The newest last. */
  readonly choices: readonly Choice[];
  /** Absent while nothing is tuned. */
  readonly tuning?: TuningSnapshot | undefined;
  readonly workspace: MetricsSnapshot['workspace'];
  readonly pressure?: MetricsSnapshot['pressure'];
  readonly process: MetricsSnapshot['process'];
  readonly warming: Pick<MetricsSnapshot['warming'], 'state' | 'stopped' | 'precision'>;
}

/** The counts, and the findings made from them. */
export interface Findings {
  /** Since the process began. */
  readonly total: Tally;
  /** Of the last day, all windows of the user together. */
  readonly day: Tally;
  /** The last minute, ten seconds each. */
  readonly recent: readonly Tally[];
  readonly alerts: readonly Alert[];
  readonly recommendations: readonly Recommendation[];
  readonly activity: readonly Activity[];
  readonly settings: MetricsSnapshot['settings'];
}

/** The snapshot that the status bar, the panel and every other surface are drawn from. */
export function takeSnapshot(findings: Findings, live: LiveState): MetricsSnapshot {
  const { total } = findings;
  const count = (name: CountName) => total.of(name);
  const models = modelsIn(total);
  return {
    at: live.at,
    uptimeSeconds: live.uptimeSeconds,
    enabled: live.enabled,
    trusted: live.trusted,
    settings: findings.settings,
    completions: {
      requested: count('requested'),
      shown: count('shown'),
      shownWithoutCall: count('shownWithoutCall'),
      accepted: count('accepted'),
      servedLocally: count('servedLocally'),
      fromTrie: count('fromTrie'),
      fromInFlight: count('fromInFlight'),
      fromWorkspace: count('fromWorkspace'),
      negativeHits: count('negativeHits'),
      speculated: count('speculated'),
      speculationsUsed: count('speculationsUsed'),
      gated: Object.fromEntries(
        [...total.counted('gated')].map(([{ reason }, times]) => [reason, times]),
      ),
    },
    actions: {
      requested: count('actions'),
      applied: count('actionsApplied'),
      servedLocally: count('actionsServedLocally'),
    },
    upstream: {
      requests: count('upstreamRequests'),
      errors: count('upstreamErrors'),
      retries: count('retries'),
      tokensIn: count('tokensIn'),
      tokensOut: count('tokensOut'),
      cancelled: count('upstreamCancelled'),
      saved: count('saved'),
      tokensEvaluated: count('tokensEvaluated'),
      tokensReused: count('tokensReused'),
      readAheads: count('readAheads'),
    },
    cache: cacheSnapshot(total, live.tiers),
    latencyMs: {
      all: quantiles(total.timesOf('all')),
      cached: quantiles(total.timesOf('cached')),
      upstream: quantiles(total.timesOf('upstream')),
    },
    endpoints: live.endpoints.map((endpoint) => endpointSnapshot(endpoint, models)),
    choices: live.choices
      .map(({ endpointId, ...choice }) => ({ ...choice, endpoint: endpointId }))
      .toReversed(),
    lately: {
      shown: findings.recent.map((tally) => tally.of('shown')),
      withoutCall: findings.recent.map((tally) => tally.of('shownWithoutCall')),
      p95Ms: findings.recent.map((tally) => tally.timesOf('all').quantile(0.95)),
    },
    ...(live.tuning === undefined ? {} : { tuning: live.tuning }),
    savings: savingsIn(total, live.endpoints),
    ...(live.pressure === undefined ? {} : { pressure: live.pressure }),
    warming: { ...live.warming, ...warmingIn(total) },
    process: live.process,
    score: score(findings.day, live.process),
    alerts: findings.alerts,
    recommendations: findings.recommendations,
    activity: findings.activity,
    workspace: live.workspace,
  };
}

function cacheSnapshot(total: Tally, tiers: LiveState['tiers']): MetricsSnapshot['cache'] {
  const memory = tierSnapshot(total, 'memory', tiers.memory);
  const far: Partial<Record<'redis' | 'disk' | 'http', TierSnapshot>> = {};
  for (const name of ['redis', 'disk', 'http'] as const) {
    const usage = tiers[name];
    if (usage !== undefined) far[name] = tierSnapshot(total, name, usage);
  }
  const all = [memory, ...Object.values(far)];
  const sum = (of: (tier: TierSnapshot) => number) =>
    all.reduce((sums, tier) => sums + of(tier), 0);
  const hits = sum((tier) => tier.hits);
  return { memory, ...far, hitRate: share(hits, hits + sum(({ misses }) => misses)) };
}

function tierSnapshot(
  total: Tally,
  name: string,
  usage: TierUsage = { entries: 0, bytes: 0 },
): TierSnapshot {
  const { hits, misses, writes, errors } = tierOf(total, name);
  const getMs = quantiles(total.timesOf(key('tierMs', { cache_level: name })));
  return { hits, misses, writes, errors, ...usage, hitRate: share(hits, hits + misses), getMs };
}

function endpointSnapshot(live: LiveEndpoint, models: readonly ModelReading[]): EndpointSnapshot {
  const { price: _, announced: __, ...endpoint } = live;
  const gateway = gatewayOf(live, models);
  const own = models.filter(({ endpointId }) => endpointId === endpoint.id);
  const ttft = new QuantileSketch();
  for (const model of own) ttft.merge(model.firstTextMs);
  const failed = own.reduce((all, model) => all + model.failed, 0);
  const answered = own.reduce((all, model) => all + model.answered, 0);
  return {
    ...endpoint,
    ...(gateway === undefined ? {} : { gateway }),
    calls: own.reduce((all, model) => all + model.sent, 0),
    ttftMs: { p50: ttft.quantile(0.5), p95: ttft.quantile(0.95) },
    errorRate: share(failed, answered + failed),
  };
}

/** The design's score as far as one person's work can be scored. */
function score(day: Tally, process: MetricsSnapshot['process']): MetricsSnapshot['score'] {
  const all = day.timesOf('all');
  const shown = day.of('shown');
  /** A miss has asked every tier. */
  const lookups = [...day.timed('tierMs')].map(([, times]) => times);
  const { rows, score: value } = scoreOf({
    ...(all.count === 0
      ? {}
      : {
          p50: all.quantile(0.5) / 1000,
          p95: all.quantile(0.95) / 1000,
          p99: all.quantile(0.99) / 1000,
        }),
    ...(shown === 0 ? {} : { hitRate: share(day.of('shownWithoutCall'), shown) }),
    ...(lookups.length === 0
      ? {}
      : { missLatency: lookups.reduce((sum, times) => sum + times.quantile(0.95), 0) / 1000 }),
    ...(all.count === 0 ? {} : { cpu: process.cpu, memory: process.memory }),
  });
  const told = rows.map(({ category: _, ...row }) => row);
  return { value: value ?? null, rows: told };
}
