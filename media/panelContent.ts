import type {
  EndpointSnapshot,
  MetricsSnapshot,
  Quantiles,
  TierSnapshot,
} from '../server/src/protocol/snapshot.ts';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly hint: string;
}

/** One part of the panel, as data. */
export type Section =
  | { readonly kind: 'tiles'; readonly title: string; readonly tiles: readonly Tile[] }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'note'; readonly title: string; readonly text: string };

/** What the panel says about a snapshot. */
export function panelContent(snapshot: MetricsSnapshot): Section[] {
  return [
    suggestions(snapshot),
    models(snapshot),
    latency(snapshot),
    cacheTiers(snapshot),
    endpoints(snapshot),
  ];
}

function suggestions({ completions, workspace }: MetricsSnapshot): Section {
  const { shown, shownWithoutCall, accepted, fromTrie, fromWorkspace } = completions;
  return {
    kind: 'tiles',
    title: 'Suggestions',
    tiles: [
      { name: 'Shown', value: String(shown), hint: `${accepted} accepted` },
      { name: 'Without a call', value: percent(shownWithoutCall, shown), hint: 'of those shown' },
      { name: 'Kept while typing', value: String(fromTrie), hint: 'answers from memory' },
      { name: 'From the workspace', value: String(fromWorkspace), hint: index(workspace) },
    ],
  };
}

function index({ state, files }: MetricsSnapshot['workspace']): string {
  if (state === 'building') return 'reading files …';
  return state === 'off' ? 'index is off' : `${files} files indexed`;
}

function models({ upstream, cache, actions }: MetricsSnapshot): Section {
  const { requests, saved, tokensIn, tokensOut, errors, cancelled } = upstream;
  return {
    kind: 'tiles',
    title: 'Models',
    tiles: [
      { name: 'Calls', value: String(requests), hint: `${saved} saved` },
      { name: 'Tokens', value: `${compact(tokensIn)} / ${compact(tokensOut)}`, hint: 'in / out' },
      {
        name: 'Cache',
        value: percent(cache.hitRate, 1),
        hint: `${answersIn(cache)} kept`,
      },
      { name: 'Trouble', value: String(errors), hint: `${cancelled} cancelled` },
      { name: 'Fixes', value: String(actions.applied), hint: `${actions.requested} asked for` },
    ],
  };
}

function latency({ latencyMs }: MetricsSnapshot): Section {
  const line = (name: string, { count, p50, p95, p99 }: Quantiles) =>
    count === 0
      ? [name, '0', '–', '–', '–']
      : [name, String(count), milliseconds(p50), milliseconds(p95), milliseconds(p99)];
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
    tier.getMs.count === 0 ? '–' : milliseconds(tier.getMs.p95),
    `${tier.entries}, ${megabytes(tier.bytes)}`,
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

const megabytes = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

function endpoints({ endpoints: list }: MetricsSnapshot): Section {
  const title = 'Endpoints';
  if (list.length === 0) {
    const text =
      'No model is configured: suggestions come from your workspace alone. Add a model server under aurelis.endpoints in the settings.';
    return { kind: 'note', title, text };
  }
  return {
    kind: 'table',
    title,
    columns: ['Endpoint', 'State', 'First word', 'Errors', 'Left'],
    rows: list.map((endpoint) => [
      endpoint.id,
      stateOf(endpoint),
      endpoint.ttftMs.p50 === 0 ? '–' : milliseconds(endpoint.ttftMs.p50),
      percent(endpoint.errorRate, 1),
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

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;

const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;

const compact = (count: number): string =>
  count < 10_000 ? String(count) : `${Math.round(count / 1000)}k`;
