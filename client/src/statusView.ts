import type { EndpointSnapshot, MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

/** The server's process, as far as the editor can tell. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** What the status bar item shows. */
export interface StatusView {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly severity: 'none' | 'warning';
}

/** Draws the status bar item from the server's state and its newest snapshot. */
export function statusView(state: ServerState, snapshot: MetricsSnapshot | undefined): StatusView {
  if (state === 'stopped') {
    return {
      text: '$(warning) Aurelis',
      tooltip: 'The Aurelis server is not running. [Restart it](command:aurelis.restartServer)',
      severity: 'warning',
    };
  }
  if (state === 'starting' || snapshot === undefined) {
    return { text: '$(loading~spin) Aurelis', tooltip: 'Aurelis is starting.', severity: 'none' };
  }
  if (!snapshot.enabled) {
    return {
      text: '$(circle-slash) Aurelis',
      tooltip: 'Aurelis is off. [Turn it on](command:aurelis.enable)',
      severity: 'none',
    };
  }
  const trouble = snapshot.endpoints.find(({ lastError }) => lastError !== null);
  const icon = trouble === undefined ? iconOf(snapshot) : '$(warning)';
  return {
    text: [`${icon} Aurelis`, ...figures(snapshot)].join(' '),
    tooltip: tooltip(snapshot, trouble),
    severity: 'none',
  };
}

const iconOf = (snapshot: MetricsSnapshot): string =>
  snapshot.workspace.state === 'building' || snapshot.endpoints.some(({ inFlight }) => inFlight > 0)
    ? '$(loading~spin)'
    : '$(sparkle)';

/** Share of suggestions that cost no call, and how long all but the slowest 5 % took. */
function figures({ completions, latencyMs }: MetricsSnapshot): string[] {
  if (completions.shown === 0) return [];
  return [`${hitRate(completions)} · ${duration(latencyMs.all.p95)}`];
}

const hitRate = ({ shown, shownWithoutCall }: MetricsSnapshot['completions']): string =>
  shown === 0 ? '–' : `${Math.round((100 * shownWithoutCall) / shown)}%`;

/** Milliseconds as people read them. */
export function duration(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function tooltip(snapshot: MetricsSnapshot, trouble: EndpointSnapshot | undefined): string {
  const { completions, upstream, cache, latencyMs } = snapshot;
  const rows = [
    ['Suggestions shown', String(completions.shown)],
    ['Without a model call', hitRate(completions)],
    ['Accepted', String(completions.accepted)],
    ['Model calls', `${upstream.requests} (${upstream.saved} saved)`],
    ['Cached answers', String(Math.max(cache.memory.entries, cache.disk?.entries ?? 0))],
    ['p50 / p95', `${duration(latencyMs.all.p50)} / ${duration(latencyMs.all.p95)}`],
    ['Workspace index', workspaceText(snapshot.workspace)],
  ];
  const table = rows.map(([name, value]) => `| ${name} | ${value} |`);
  return [
    '**Aurelis**',
    '',
    ...(trouble === undefined ? [] : [troubleText(trouble), '']),
    '| | |',
    '|:--|--:|',
    ...table,
    '',
    '[Performance](command:aurelis.showPerformance) · [Log](command:aurelis.showLog) · [Turn off](command:aurelis.disable)',
  ].join('\n');
}

function workspaceText({ state, files }: MetricsSnapshot['workspace']): string {
  if (state === 'building') return 'reading …';
  return state === 'off' ? 'off' : `${files} files`;
}

/** One quiet line for each kind of trouble that an endpoint can have. */
function troubleText({ id, lastError }: EndpointSnapshot): string {
  const name = id.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');
  const cause = TROUBLES[lastError ?? ''] ?? 'does not answer as it should';
  const link =
    lastError === 'unauthorized' ? ` [Set API Key](command:aurelis.setApiKey?${argument(id)})` : '';
  return `$(warning) Endpoint ${name} ${cause}.${link}`;
}

const argument = (id: string): string => encodeURIComponent(JSON.stringify([id]));

const TROUBLES: Readonly<Record<string, string>> = {
  unreachable: 'cannot be reached',
  timeout: 'takes too long to answer',
  server: 'reports an error of its own',
  rateLimited: 'is at its limit',
  unauthorized: 'refuses the API key',
  rejected: 'does not accept the request',
  malformed: 'sends answers that cannot be read',
};
