import type { QuantileSketch } from '../base/sketch.ts';
import type {
  EndpointSnapshot,
  MetricsSnapshot,
  Quantiles,
  TierSnapshot,
} from '../protocol/snapshot.ts';
import type { Recorder } from './recorder.ts';

interface TierUsage {
  readonly entries: number;
  readonly bytes: number;
}

/** What only the living parts know, read at the moment of the snapshot. */
export interface LiveState {
  readonly at: number;
  readonly uptimeSeconds: number;
  readonly enabled: boolean;
  /** By tier, those that are on. */
  readonly tiers: Readonly<Partial<Record<string, TierUsage>>>;
  readonly endpoints: readonly Pick<
    EndpointSnapshot,
    'id' | 'state' | 'lastError' | 'inFlight' | 'waiting' | 'budget'
  >[];
  readonly workspace: MetricsSnapshot['workspace'];
}

/** The snapshot that the status bar, the panel and every other surface are drawn from. */
export function takeSnapshot(recorder: Recorder, live: LiveState): MetricsSnapshot {
  const { counts, latency } = recorder;
  const memory = tierSnapshot(recorder, 'memory', live.tiers.memory);
  const far: Partial<Record<'redis' | 'disk' | 'http', TierSnapshot>> = {};
  for (const name of ['redis', 'disk', 'http'] as const) {
    const usage = live.tiers[name];
    if (usage !== undefined) far[name] = tierSnapshot(recorder, name, usage);
  }
  const tiers = [memory, ...Object.values(far)];
  const sum = (of: (tier: TierSnapshot) => number) =>
    tiers.reduce((all, tier) => all + of(tier), 0);
  const hits = sum((tier) => tier.hits);
  return {
    at: live.at,
    uptimeSeconds: live.uptimeSeconds,
    enabled: live.enabled,
    completions: {
      requested: counts.requested,
      shown: counts.shown,
      shownWithoutCall: counts.shownWithoutCall,
      accepted: counts.accepted,
      servedLocally: counts.servedLocally,
      fromTrie: counts.fromTrie,
      fromInFlight: counts.fromInFlight,
      fromWorkspace: counts.fromWorkspace,
      negativeHits: counts.negativeHits,
      speculated: counts.speculated,
      speculationsUsed: counts.speculationsUsed,
      gated: Object.fromEntries(recorder.gated),
    },
    actions: {
      requested: counts.actions,
      applied: counts.actionsApplied,
      servedLocally: counts.actionsServedLocally,
    },
    upstream: {
      requests: counts.upstreamRequests,
      errors: counts.upstreamErrors,
      retries: counts.retries,
      tokensIn: counts.tokensIn,
      tokensOut: counts.tokensOut,
      cancelled: counts.upstreamCancelled,
      saved: counts.saved,
    },
    cache: {
      memory,
      ...far,
      hitRate: share(hits, hits + sum(({ misses }) => misses)),
    },
    latencyMs: {
      all: quantiles(latency.all),
      cached: quantiles(latency.cached),
      upstream: quantiles(latency.upstream),
    },
    endpoints: live.endpoints.map((endpoint) => {
      const { answered, failed, ttftMs } = recorder.endpoint(endpoint.id);
      return {
        ...endpoint,
        ttftMs: { p50: ttftMs.quantile(0.5), p95: ttftMs.quantile(0.95) },
        errorRate: share(failed, answered + failed),
      };
    }),
    workspace: live.workspace,
  };
}

function tierSnapshot(
  recorder: Recorder,
  name: string,
  usage: TierUsage = { entries: 0, bytes: 0 },
): TierSnapshot {
  const { hits, misses, writes, errors, getMs } = recorder.tier(name);
  const hitRate = share(hits, hits + misses);
  return { hits, misses, writes, errors, ...usage, hitRate, getMs: quantiles(getMs) };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

const quantiles = (sketch: QuantileSketch): Quantiles => ({
  count: sketch.count,
  p50: sketch.quantile(0.5),
  p95: sketch.quantile(0.95),
  p99: sketch.quantile(0.99),
});
