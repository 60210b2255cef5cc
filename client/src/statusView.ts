import type { Alert, Remedy } from '../../server/src/protocol/advice.ts';
import type { EndpointSnapshot, MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { duration, endpointTrouble } from '../../server/src/protocol/wording.ts';

/** The server's process, as far as the editor can tell. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** The contents of the status bar item. */
export interface StatusView {
  readonly text: string;
  /** Markdown. */
  readonly tooltip: string;
  readonly severity: 'none' | 'warning';
  /** How long models may not be asked yet; what is shown counts down until then. */
  readonly limitedMs: number;
}

/**
 * Draws the status bar item from the server's state and its newest snapshot, which came `ageMs` ago: off, starting, limited
 * with the time left, degraded, working or ready.
 */
export function statusView(
  state: ServerState,
  snapshot: MetricsSnapshot | undefined,
  ageMs = 0,
): StatusView {
  if (state === 'stopped') {
    return {
      text: '$(warning) Aurelis',
      tooltip: 'The Aurelis server is not running. [Restart it](command:aurelis.restartServer)',
      severity: 'warning',
      limitedMs: 0,
    };
  }
  const quiet = { severity: 'none', limitedMs: 0 } as const;
  if (state === 'starting' || snapshot === undefined) {
    return { ...quiet, text: '$(loading~spin) Aurelis', tooltip: 'Aurelis is starting.' };
  }
  if (!snapshot.enabled) {
    const tooltip = 'Aurelis is off. [Turn it on](command:aurelis.enable)';
    return { ...quiet, text: '$(circle-slash) Aurelis', tooltip };
  }
  const limitedMs = Math.max(0, limitOf(snapshot.endpoints) - ageMs);
  const trouble = snapshot.endpoints.find(isTroubled);
  const isDegraded =
    trouble !== undefined || snapshot.alerts.some(({ severity }) => severity === 'warning');
  const icon = isDegraded ? '$(warning)' : limitedMs > 0 ? '$(clock)' : iconOf(snapshot);
  const shown = limitedMs > 0 && !isDegraded ? [timeLeft(limitedMs)] : figures(snapshot);
  return {
    text: [`${icon} Aurelis`, ...shown].join(' '),
    tooltip: tooltip(snapshot, trouble, limitedMs),
    severity: 'none',
    limitedMs,
  };
}

/** The contents of the language status item. */
export interface EndpointView {
  readonly text: string;
  readonly detail: string;
  readonly isBusy: boolean;
  readonly isTrouble: boolean;
}

/** Draws the language status item: who answers, and how. */
export function endpointView(
  state: ServerState,
  snapshot: MetricsSnapshot | undefined,
): EndpointView {
  const idle = (text: string, detail: string, isTrouble = false) => {
    return { text, detail, isBusy: false, isTrouble };
  };
  if (state === 'stopped') return idle('Aurelis: no server', 'it is not running', true);
  if (state === 'starting' || snapshot === undefined) {
    return { ...idle('Aurelis', 'starting'), isBusy: true };
  }
  if (!snapshot.enabled) return idle('Aurelis', 'off');
  const { endpoints } = snapshot;
  const inUse = endpoints.find(
    (endpoint) =>
      (endpoint.state === 'closed' || endpoint.state === 'halfOpen') && !endpoint.waitMs,
  );
  if (inUse === undefined) {
    const detail = endpoints.length === 0 ? 'no model is configured' : 'no model can be asked now';
    return idle('Aurelis: workspace', detail, endpoints.length > 0);
  }
  const { id, ttftMs, inFlight, lastError } = inUse;
  const ready = ttftMs.p50 === 0 ? 'ready' : `first word after ${duration(ttftMs.p50)}`;
  return {
    text: `Aurelis: ${id}`,
    detail: lastError === null ? ready : endpointTrouble(lastError),
    isBusy: inFlight > 0,
    isTrouble: isTroubled(inUse),
  };
}

/** A limit is no trouble: it has an icon of its own. */
const isTroubled = ({ lastError }: EndpointSnapshot): boolean =>
  lastError !== null && lastError !== 'rateLimited';

/** Until the first model may be asked again; 0 where one may be now, or none ever. */
function limitOf(endpoints: readonly EndpointSnapshot[]): number {
  const waits = endpoints
    .filter(({ state }) => state === 'closed' || state === 'halfOpen')
    .map(({ waitMs }) => waitMs);
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
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

function tooltip(
  snapshot: MetricsSnapshot,
  trouble: EndpointSnapshot | undefined,
  limitedMs: number,
): string {
  const { completions, upstream, cache, latencyMs, lately, savings, alerts } = snapshot;
  const rows = [
    ['Suggestions shown', String(completions.shown), sparkline(lately.shown)],
    ['Without a model call', hitRate(completions), sparkline(lately.withoutCall)],
    [
      'p50 / p95',
      `${duration(latencyMs.all.p50)} / ${duration(latencyMs.all.p95)}`,
      sparkline(lately.p95Ms),
    ],
    ['Accepted', String(completions.accepted), ''],
    ['Model calls', `${upstream.requests} (${upstream.saved} saved)`, ''],
    ['Tokens saved', String(savings.tokensIn + savings.tokensOut), ''],
    ['Cached answers', String(Math.max(cache.memory.entries, cache.disk?.entries ?? 0)), ''],
    ['Workspace index', workspaceText(snapshot.workspace), ''],
  ];
  const limit =
    limitedMs > 0 ? [`$(clock) Models may be asked again in ${timeLeft(limitedMs)}.`, ''] : [];
  return [
    '**Aurelis**',
    '',
    ...(trouble === undefined ? [] : [troubleText(trouble), '']),
    ...limit,
    ...alerts.slice(0, MOST_ALERTS).flatMap((alert) => [alertText(alert), '']),
    '| | | last minute |',
    '|:--|--:|:--|',
    ...rows.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    '[Performance](command:aurelis.showPerformance) · [Report](command:aurelis.showReport) · [Log](command:aurelis.showLog) · [Turn off](command:aurelis.disable)',
  ].join('\n');
}

const MOST_ALERTS = 3;
const BARS = '▁▂▃▄▅▆▇█';

/** Values as a row of bars, the highest as high as can be; nothing for nothing. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(0, ...values);
  if (most === 0) return '';
  return values
    .map((value) => BARS[Math.min(BARS.length - 1, Math.floor((value / most) * BARS.length))])
    .join('');
}

function workspaceText({ state, files }: MetricsSnapshot['workspace']): string {
  if (state === 'building') return 'reading …';
  return state === 'off' ? 'off' : `${files} files`;
}

/** Names from the settings must not be markup. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');

const alertText = ({ severity, title, why, remedy }: Alert): string => {
  const icon = severity === 'warning' ? '$(warning)' : '$(info)';
  return `${icon} ${plain(title)}. ${plain(why)}${remedyLink(remedy)}`;
};

/** Returns a link to a remedy that works from here, else nothing: settings are changed in the panel, where they are shown. */
function remedyLink(remedy: Remedy | undefined): string {
  if (remedy?.kind === 'openSettings') {
    return ` [${remedy.title}](command:aurelis.openSettings?${argument(remedy.setting)})`;
  }
  if (remedy?.kind !== 'run') return '';
  const given = remedy.argument === undefined ? '' : `?${argument(remedy.argument)}`;
  return ` [${remedy.title}](command:${remedy.command}${given})`;
}

/** One quiet line for each kind of trouble that an endpoint can have. */
function troubleText({ id, lastError }: EndpointSnapshot): string {
  const cause = endpointTrouble(lastError ?? '');
  const link =
    lastError === 'unauthorized' ? ` [Set API Key](command:aurelis.setApiKey?${argument(id)})` : '';
  return `$(warning) Endpoint ${plain(id)} ${cause}.${link}`;
}

const argument = (id: string): string => encodeURIComponent(JSON.stringify([id]));
