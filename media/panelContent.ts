import type { Alert, Recommendation, Remedy } from '../server/src/protocol/advice.ts';
import type {
  EndpointSnapshot,
  MetricsSnapshot,
  Quantiles,
  TierSnapshot,
} from '../server/src/protocol/snapshot.ts';
import { bytes, compact, duration, percent, percentOf } from '../server/src/protocol/wording.ts';
import { activityText } from './activityText.ts';
import { settingRows } from './settingRows.ts';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly hint: string;
}

/** Something to read, with what to do about it. */
interface Notice {
  readonly title: string;
  readonly text: string;
  readonly tone: 'warning' | 'info';
  readonly remedy?: Remedy;
}

/** One part of the panel, as data. */
export type Section =
  | { readonly kind: 'notices'; readonly title: string; readonly notices: readonly Notice[] }
  | { readonly kind: 'tiles'; readonly title: string; readonly tiles: readonly Tile[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'list'; readonly title: string; readonly lines: readonly string[] }
  | { readonly kind: 'note'; readonly title: string; readonly text: string };

/** Returns the sections above the charts. */
export const headContent = (snapshot: MetricsSnapshot): Section[] => [
  ...notices(snapshot),
  savings(snapshot),
  now(snapshot),
];

/** Returns the sections below the charts. */
export const bodyContent = (snapshot: MetricsSnapshot): Section[] => [
  endpoints(snapshot),
  latency(snapshot),
  cacheTiers(snapshot),
  score(snapshot),
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
    ...(wrong.length === 0
      ? []
      : [{ kind: 'notices', title: 'What is wrong', notices: wrong } as const]),
    ...(helpful.length === 0
      ? []
      : [{ kind: 'notices', title: 'What would help', notices: helpful } as const]),
  ];
}

function savings({ savings: saved, upstream, completions }: MetricsSnapshot): Section {
  const { shown, shownWithoutCall, accepted } = completions;
  const calls = upstream.requests;
  const money =
    saved.money === null || saved.spent === null
      ? []
      : [{ name: 'Money', value: amount(saved.money), hint: `${amount(saved.spent)} spent` }];
  return {
    kind: 'tiles',
    title: 'Saved',
    tiles: [
      {
        name: 'Without a call',
        value: percentOf(shownWithoutCall, shown),
        hint: `of ${compact(shown)} suggestions`,
      },
      { name: 'Calls', value: compact(saved.calls), hint: `${compact(calls)} made` },
      {
        name: 'Tokens',
        value: compact(saved.tokensIn + saved.tokensOut),
        hint: `${compact(upstream.tokensIn + upstream.tokensOut)} used`,
      },
      { name: 'Waiting', value: duration(saved.seconds * 1000), hint: 'for answers known before' },
      ...money,
      {
        name: 'Calls per accepted',
        value: accepted === 0 ? '–' : (calls / accepted).toFixed(2),
        hint: `${compact(accepted)} accepted`,
      },
    ],
  };
}

const amount = (money: number): string => money.toFixed(money < 1 ? 4 : 2);

function now(snapshot: MetricsSnapshot): Section {
  const { latencyMs, cache, endpoints: list, upstream, actions, process } = snapshot;
  const sum = (of: (endpoint: EndpointSnapshot) => number) =>
    list.reduce((all, endpoint) => all + of(endpoint), 0);
  const { all } = latencyMs;
  return {
    kind: 'tiles',
    title: 'Now',
    tiles: [
      {
        name: 'To ghost text',
        value: all.count === 0 ? '–' : duration(all.p50),
        hint: all.count === 0 ? 'nothing yet' : `p95 ${duration(all.p95)}`,
      },
      {
        name: 'Cache hits',
        value: percent(cache.hitRate),
        hint: `${answersIn(cache)} answers kept`,
      },
      {
        name: 'Requests',
        value: String(sum(({ inFlight }) => inFlight)),
        hint: `${sum(({ waiting }) => waiting)} wait`,
      },
      {
        name: 'Failed',
        value: compact(upstream.errors),
        hint: `${compact(upstream.retries)} repeated`,
      },
      {
        name: 'Fixes',
        value: compact(actions.applied),
        hint: `${compact(actions.requested)} asked for`,
      },
      { name: 'Workspace', ...index(snapshot.workspace) },
      {
        name: 'Server',
        value: bytes(process.residentBytes),
        hint: `${percent(process.cpu)} of a core`,
      },
    ],
  };
}

function index({ state, files, tokens }: MetricsSnapshot['workspace']) {
  if (state === 'building') return { value: '…', hint: 'reading files' };
  if (state === 'off') return { value: 'off', hint: 'no index' };
  return { value: `${compact(files)} files`, hint: `${compact(tokens)} tokens` };
}

function latency({ latencyMs }: MetricsSnapshot): Section {
  const line = (name: string, { count, p50, p95, p99 }: Quantiles) =>
    count === 0
      ? [name, '0', '–', '–', '–']
      : [name, String(count), duration(p50), duration(p95), duration(p99)];
  return {
    kind: 'table',
    title: 'Time to a suggestion',
    columns: ['Source', 'Count', 'p50', 'p95', 'p99'],
    rows: [
      line('All', latencyMs.all),
      line('Local', latencyMs.cached),
      line('Model', latencyMs.upstream),
    ],
  };
}

const answersIn = ({ memory, disk }: MetricsSnapshot['cache']): number =>
  Math.max(memory.entries, disk?.entries ?? 0);

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
    columns: ['Tier', 'Found', 'p95', 'Holds', 'Errors'],
    rows: [
      line('Memory', cache.memory),
      ...(cache.redis === undefined ? [] : [line('Redis', cache.redis)]),
      ...(cache.disk === undefined ? [] : [line('Disk', cache.disk)]),
      ...(cache.http === undefined ? [] : [line('HTTP', cache.http)]),
    ],
  };
}

function endpoints({ endpoints: list, upstream }: MetricsSnapshot): Section {
  const title = 'Endpoints';
  if (list.length === 0) {
    const text =
      'No model is configured: suggestions come from your workspace alone. Add a model server under aurelis.endpoints in the settings.';
    return { kind: 'note', title, text };
  }
  return {
    kind: 'table',
    title,
    columns: ['Endpoint', 'State', 'Share', 'First word', 'Errors', 'Left'],
    rows: list.map((endpoint) => [
      endpoint.id,
      stateOf(endpoint),
      percentOf(endpoint.calls, upstream.requests),
      endpoint.ttftMs.p50 === 0 ? '–' : duration(endpoint.ttftMs.p50),
      percent(endpoint.errorRate),
      budget(endpoint),
    ]),
  };
}

function budget({ budget: { minute, day } }: EndpointSnapshot): string {
  const left = (name: string, of: typeof minute) =>
    of === null ? [] : [`${name}${of.remaining} of ${of.limit}`];
  const parts = [...left('', minute), ...left('today ', day)];
  return parts.length === 0 ? 'no limit' : parts.join(', ');
}

function stateOf({ state, lastError }: EndpointSnapshot): string {
  switch (state) {
    case 'closed':
      return lastError ?? 'ready';
    case 'open':
      return 'resting after failures';
    case 'halfOpen':
      return 'being tried again';
    case 'unauthorized':
      return 'refuses the API key';
    case 'retired':
      return 'no longer exists';
  }
}

/** The design's figures by the names that people know. */
const FIGURES: Readonly<Record<string, string>> = {
  p50: 'Response time, p50',
  p95: 'Response time, p95',
  p99: 'Response time, p99',
  hitRate: 'Without a call',
  missLatency: 'Looking up in vain',
  cpu: 'Processor',
  memory: 'Heap',
};

function score({ score: { value, rows } }: MetricsSnapshot): Section {
  if (value === null) {
    return { kind: 'note', title: 'Score', text: 'There is a score once something was suggested.' };
  }
  const figure = (measured: number, unit: string) =>
    unit === 's' ? duration(measured * 1000) : percent(measured);
  return {
    kind: 'table',
    title: `Score of the last day: ${value.toFixed(2)} of 2`,
    columns: ['Figure', 'Target', 'Measured', 'Ratio'],
    rows: rows.map((row) => [
      FIGURES[row.figure] ?? row.figure,
      figure(row.target, row.unit),
      figure(row.measured, row.unit),
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
    return { kind: 'note', title: 'Activity', text: 'Nothing has happened yet: type something.' };
  }
  return { kind: 'list', title: 'Activity', lines: list.map(activityText) };
}
