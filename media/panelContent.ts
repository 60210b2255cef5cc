import type { Alert, Recommendation } from '../server/src/protocol/advice.ts';
import type { MetricsSnapshot, Quantiles, TierSnapshot } from '../server/src/protocol/snapshot.ts';
import { bytes, duration, figureName, figureValue } from '../server/src/protocol/wording.ts';
import { activityText } from './activityText.ts';
import { endpoints, lastChoices } from './panelEndpoints.ts';
import { details, keyFigures } from './panelFigures.ts';
import { gateways } from './panelGateways.ts';
import { pressure } from './panelPressure.ts';
import { tuning } from './panelTuning.ts';
import { warming } from './panelWarming.ts';
import type { Section } from './sections.ts';
import { settingRows } from './settingRows.ts';

/** Returns the sections above the charts. */
export const headContent = (snapshot: MetricsSnapshot): Section[] => [
  { kind: 'keyFigures', title: 'Overview', tiles: keyFigures(snapshot) },
  ...notices(snapshot),
  ...pressure(snapshot),
];

/** Returns the sections below the charts, `ageMs` after the snapshot came. */
export const bodyContent = (snapshot: MetricsSnapshot, ageMs = 0): Section[] => [
  { kind: 'tiles', title: 'Details', tiles: details(snapshot) },
  endpoints(snapshot, ageMs),
  ...gateways(snapshot),
  ...lastChoices(snapshot),
  latency(snapshot),
  cacheTiers(snapshot),
  ...warming(snapshot),
  score(snapshot),
  ...tuning(snapshot),
  ...changedSettings(snapshot),
  activity(snapshot),
];

function notices({ alerts, recommendations }: MetricsSnapshot): Section[] {
  const wrong = alerts.map(({ title, why, severity, remedy }: Alert) => ({
    title,
    text: why,
    tone: severity,
    ...(remedy === undefined ? {} : { remedy }),
  }));
  const helpful = recommendations.map(({ title, why, remedy }: Recommendation) => ({
    title,
    text: why,
    tone: 'info' as const,
    remedy,
  }));
  return [
    ...(wrong.length === 0 ? [] : [{ kind: 'notices', title: 'Alerts', notices: wrong } as const]),
    ...(helpful.length === 0
      ? []
      : [{ kind: 'notices', title: 'Recommendations', notices: helpful } as const]),
  ];
}

function latency({ latencyMs }: MetricsSnapshot): Section {
  const line = (name: string, { count, p50, p95, p99 }: Quantiles) =>
    count === 0
      ? [name, '0', '–', '–', '–']
      : [name, String(count), duration(p50), duration(p95), duration(p99)];
  return {
    kind: 'table',
    title: 'Time to suggestion',
    columns: ['Source', 'Count', 'p50', 'p95', 'p99'],
    rows: [
      line('All', latencyMs.all),
      line('Without a model call', latencyMs.cached),
      line('With a model call', latencyMs.upstream),
    ],
  };
}

function cacheTiers({ cache }: MetricsSnapshot): Section {
  const line = (name: string, tier: TierSnapshot) => [
    name,
    `${tier.hits} of ${tier.hits + tier.misses}`,
    tier.getMs.count === 0 ? '–' : duration(tier.getMs.p95),
    `${tier.entries}, ${bytes(tier.bytes)}`,
    String(tier.errors),
  ];
  return {
    kind: 'table',
    title: 'Cache',
    columns: ['Tier', 'Hits', 'p95 of a lookup', 'Stored answers', 'Errors'],
    rows: [
      line('Memory', cache.memory),
      ...(cache.redis === undefined ? [] : [line('Redis', cache.redis)]),
      ...(cache.disk === undefined ? [] : [line('Disk', cache.disk)]),
      ...(cache.http === undefined ? [] : [line('HTTP', cache.http)]),
    ],
  };
}

function score({ score: { value, rows } }: MetricsSnapshot): Section {
  if (value === null) {
    return { kind: 'note', title: 'Score', text: 'The score appears after the first suggestion.' };
  }
  return {
    kind: 'table',
    title: `Score of the last day: ${value.toFixed(2)} of 2 (1 is on target)`,
    columns: ['Figure', 'Target', 'Measured', 'Score'],
    rows: rows.map((row) => [
      figureName(row.figure),
      figureValue(row.target, row.unit),
      figureValue(row.measured, row.unit),
      row.ratio.toFixed(2),
    ]),
  };
}

function changedSettings({ settings }: MetricsSnapshot): Section[] {
  if (settings.length === 0) return [];
  const columns = ['Setting', 'Now', 'Default'];
  return [{ kind: 'table', title: 'Changed settings', columns, rows: settingRows(settings) }];
}

function activity({ activity: list }: MetricsSnapshot): Section {
  if (list.length === 0) {
    return {
      kind: 'note',
      title: 'Recent activity',
      text: 'Nothing has happened yet. Start typing in a file to get a suggestion.',
    };
  }
  return { kind: 'list', title: 'Recent activity', lines: list.map(activityText) };
}
