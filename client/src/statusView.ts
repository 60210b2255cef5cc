import type { Alert, Remedy } from '../../server/src/protocol/advice.ts';
import { endpointAdvice, endpointProblem } from '../../server/src/protocol/endpointProblem.ts';
import {
  commandLink,
  escaped,
  lines,
  type MarkdownText,
  markdown,
} from '../../server/src/protocol/markdownText.ts';
import {
  harmless,
  type LabelText,
  labelText,
  MAX_ID,
  type PlainText,
  plain,
} from '../../server/src/protocol/plainText.ts';
import { pressureRemedies, pressureText } from '../../server/src/protocol/pressureTexts.ts';
import type { EndpointSnapshot, MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { compact, duration, timeLeft } from '../../server/src/protocol/wording.ts';
import { gatewayLines } from './gatewayLines.ts';

/** The server's process, as far as the editor can tell. */
export type ServerState = 'starting' | 'running' | 'stopped';

/** The contents of the status bar item. */
export interface StatusView {
  readonly text: LabelText;
  readonly tooltip: MarkdownText;
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
      text: labelText('$(warning)', NAME),
      tooltip: markdown`The Aurelis server is not running. ${commandLink('Restart it', 'aurelis.restartServer')}`,
      severity: 'warning',
      limitedMs: 0,
    };
  }
  const quiet = { severity: 'none', limitedMs: 0 } as const;
  if (state === 'starting' || snapshot === undefined) {
    return { ...quiet, text: labelText(BUSY, NAME), tooltip: markdown`Aurelis is starting.` };
  }
  if (!snapshot.enabled) {
    const tooltip = markdown`Aurelis is off. ${commandLink('Turn it on', 'aurelis.enable')}`;
    return { ...quiet, text: labelText('$(circle-slash)', NAME), tooltip };
  }
  const limitedMs = Math.max(0, limitOf(snapshot.endpoints) - ageMs);
  const trouble = snapshot.endpoints.find(isTroubled);
  const isDegraded =
    trouble !== undefined || snapshot.alerts.some(({ severity }) => severity === 'warning');
  const icon = !snapshot.trusted
    ? '$(shield)'
    : isDegraded
      ? '$(warning)'
      : limitedMs > 0
        ? '$(clock)'
        : isAllPaused(snapshot.endpoints)
          ? '$(debug-pause)'
          : iconOf(snapshot);
  const shown = limitedMs > 0 && !isDegraded ? [timeLeft(limitedMs)] : figures(snapshot);
  return {
    text: labelText(icon, harmless([NAME, ...shown].join(' '))),
    tooltip: tooltip(snapshot, trouble, limitedMs),
    severity: 'none',
    limitedMs,
  };
}

/** The contents of the language status item. */
export interface EndpointView {
  readonly text: PlainText;
  readonly detail: PlainText;
  readonly isBusy: boolean;
  readonly isTrouble: boolean;
}

/** Draws the language status item: who answers, and how. */
export function endpointView(
  state: ServerState,
  snapshot: MetricsSnapshot | undefined,
): EndpointView {
  const idle = (text: PlainText, detail: PlainText, isTrouble = false) => {
    return { text, detail, isBusy: false, isTrouble };
  };
  if (state === 'stopped') {
    return idle(plain`Aurelis: no server`, plain`run “Aurelis: Restart Server”`, true);
  }
  if (state === 'starting' || snapshot === undefined) {
    return { ...idle(NAME, plain`starting`), isBusy: true };
  }
  if (!snapshot.enabled) return idle(NAME, plain`off`);
  if (!snapshot.trusted) {
    return idle(plain`Aurelis: workspace`, plain`no model is asked until you trust this folder`);
  }
  const { endpoints } = snapshot;
  const there = endpoints.filter(
    ({ state, waitMs }) => (state === 'closed' || state === 'halfOpen') && !waitMs,
  );
  const inUse = there.find(({ leftSlow = [] }) => leftSlow.length === 0) ?? there[0];
  if (inUse === undefined) {
    if (isAllPaused(endpoints)) return idle(plain`Aurelis: workspace`, plain`models paused by you`);
    const detail =
      endpoints.length === 0 ? plain`no model configured` : plain`no model available now`;
    return idle(plain`Aurelis: workspace`, detail, endpoints.length > 0);
  }
  const { id, ttftMs, inFlight, lastError } = inUse;
  const ready = ttftMs.p50 === 0 ? 'ready' : `time to first token ${duration(ttftMs.p50)}`;
  return {
    text: plain`Aurelis: ${harmless(id, MAX_ID)}`,
    detail: harmless(lastError === null ? ready : endpointProblem(lastError)),
    isBusy: inFlight > 0,
    isTrouble: isTroubled(inUse),
  };
}

/** A limit is no trouble: it has an icon of its own. */
const isTroubled = ({ lastError }: EndpointSnapshot): boolean =>
  lastError !== null && lastError !== 'rateLimited';

const isAllPaused = (endpoints: readonly EndpointSnapshot[]): boolean =>
  endpoints.length > 0 && endpoints.every(({ state }) => state === 'paused');

/** Until the first model may be asked again; 0 where one may be now, or none ever. */
function limitOf(endpoints: readonly EndpointSnapshot[]): number {
  const waits = endpoints
    .filter(({ state }) => state === 'closed' || state === 'halfOpen')
    .map(({ waitMs }) => waitMs);
  return waits.length === 0 ? 0 : Math.min(...waits);
}

const NAME = plain`Aurelis`;
const BUSY = '$(loading~spin)';

const iconOf = (snapshot: MetricsSnapshot): '$(loading~spin)' | '$(sparkle)' =>
  snapshot.workspace.state === 'building' || snapshot.endpoints.some(({ inFlight }) => inFlight > 0)
    ? BUSY
    : '$(sparkle)';

/** Share of suggestions without a model call, and the p95 of the time to a suggestion. */
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
): MarkdownText {
  const { completions, upstream, cache, latencyMs, lately, savings, alerts } = snapshot;
  const rows = [
    ['Suggestions shown', String(completions.shown), sparkline(lately.shown)],
    ['Without a model call', hitRate(completions), sparkline(lately.withoutCall)],
    ['Time to suggestion, p50', duration(latencyMs.all.p50), ''],
    ['Time to suggestion, p95', duration(latencyMs.all.p95), sparkline(lately.p95Ms)],
    ['Suggestions accepted', String(completions.accepted), ''],
    ['Model calls saved', `${upstream.saved} (${upstream.requests} made)`, ''],
    ['Tokens saved', compact(savings.tokensIn + savings.tokensOut), ''],
    ['Cached answers', String(Math.max(cache.memory.entries, cache.disk?.entries ?? 0)), ''],
    ['Workspace index', workspaceText(snapshot.workspace), ''],
  ] as const;
  const limit =
    limitedMs > 0
      ? [
          markdown`$(clock) All models have reached their limit. The next call is possible in ${escaped(timeLeft(limitedMs))}.`,
          NOTHING,
        ]
      : [];
  return lines(
    markdown`**Aurelis**`,
    NOTHING,
    ...(snapshot.trusted ? [] : [UNTRUSTED, NOTHING]),
    ...(trouble === undefined ? [] : [troubleText(trouble), NOTHING]),
    ...limit,
    ...snapshot.endpoints
      .filter(({ state }) => state === 'paused')
      .slice(0, MOST_PAUSED)
      .flatMap(({ id }) => [pausedText(id), NOTHING]),
    ...pressureLines(snapshot),
    ...gatewayLines(snapshot).flatMap((line) => [line, NOTHING]),
    ...alerts.slice(0, MOST_ALERTS).flatMap((alert) => [alertText(alert), NOTHING]),
    markdown`| | | last minute |`,
    markdown`|:--|--:|:--|`,
    ...rows.map(
      ([name, value, curve]) =>
        markdown`| ${escaped(name)} | ${escaped(value)} | ${escaped(curve)} |`,
    ),
    NOTHING,
    markdown`${commandLink('Performance', 'aurelis.showPerformance')} · ${commandLink('Report', 'aurelis.showReport')} · ${commandLink('Log', 'aurelis.showLog')} · ${commandLink('Turn off', 'aurelis.disable')}`,
  );
}

const NOTHING = markdown``;

const UNTRUSTED = markdown`$(shield) This folder is not trusted, so no model is asked: suggestions come only from its files. ${commandLink('Trust this folder', 'aurelis.manageTrust')}`;
const MOST_ALERTS = 3;
const MOST_PAUSED = 5;
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
  if (state === 'building') return 'reading files …';
  return state === 'off' ? 'off' : `${files} files`;
}

const alertText = ({ severity, title, why, remedy }: Alert): MarkdownText => {
  const icon = severity === 'warning' ? markdown`$(warning)` : markdown`$(info)`;
  return markdown`${icon} ${escaped(title)}. ${escaped(why)}${remedyLink(remedy)}`;
};

/** How short of memory the server is, and a link to the setting; nothing while there is enough. */
const pressureLines = (snapshot: MetricsSnapshot): MarkdownText[] =>
  pressureRemedies(snapshot).flatMap((remedy) => [
    markdown`$(warning) Short of memory. ${escaped(pressureText(snapshot.pressure) ?? '')}${remedyLink(remedy)}`,
    NOTHING,
  ]);

/** Returns a link to a remedy that works from here, else nothing: settings are changed in the panel, where they are shown. */
function remedyLink(remedy: Remedy | undefined): MarkdownText {
  if (remedy?.kind === 'openSettings') {
    return markdown` ${commandLink(remedy.title, 'aurelis.openSettings', remedy.setting)}`;
  }
  if (remedy?.kind !== 'run') return NOTHING;
  return markdown` ${commandLink(remedy.title, remedy.command, remedy.argument)}`;
}

const pausedText = (id: string): MarkdownText =>
  markdown`$(debug-pause) Endpoint ${escaped(id, MAX_ID)} ${escaped(endpointProblem('paused'))}. ${commandLink('Resume it', 'aurelis.resumeEndpoint', id)}`;

/** One line about an endpoint that fails, and how to mend it. */
function troubleText({ id, lastError, lastSentence }: EndpointSnapshot): MarkdownText {
  const [problem, advice] = [endpointProblem(lastError ?? ''), endpointAdvice(lastError ?? '')];
  const remedy =
    lastError === 'unauthorized'
      ? commandLink('Set API Key', 'aurelis.setApiKey', id)
      : escaped(advice);
  const words =
    lastSentence === undefined ? NOTHING : markdown`It says: “${escaped(lastSentence)}” `;
  return markdown`$(warning) Endpoint ${escaped(id, MAX_ID)} ${escaped(problem)}. ${words}${remedy}`;
}
