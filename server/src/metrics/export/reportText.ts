import { endpointProblem } from '../../protocol/endpointProblem.ts';
import type { HistoryPoint, HistoryRange } from '../../protocol/history.ts';
import {
  escaped,
  lines,
  type MarkdownText,
  markdown,
  paragraphs,
  svgImage,
  table,
} from '../../protocol/markdownText.ts';
import { pressureText } from '../../protocol/pressureTexts.ts';
import type { Report, ReportModel } from '../../protocol/report.ts';
import type { Quantiles } from '../../protocol/snapshot.ts';
import { stoppedText, WARMED_COLUMNS, warmedCells } from '../../protocol/warmingTexts.ts';
import {
  bytes,
  compact,
  duration,
  figureName,
  figureValue,
  money,
  percent,
  percentOf,
  trendText,
} from '../../protocol/wording.ts';
import { chart } from './chart.ts';
import { gatewaysText } from './reportGateways.ts';
import { tuningText } from './reportTuning.ts';

const TITLES: Readonly<Record<HistoryRange, string>> = {
  '1m': 'the last minute',
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
};

/** A report for people: Markdown, with its charts as SVG images inside it. */
export function reportText(report: Report): MarkdownText {
  return paragraphs(
    markdown`# Aurelis: ${escaped(TITLES[report.range])}`,
    markdown`${moment(report.from)} to ${moment(report.to)} (UTC)`,
    ...summary(report),
    ...findings(report),
    ...latency(report),
    ...charts(report),
    ...models(report),
    ...tiers(report),
    ...gatewaysText(report.gateways),
    ...warming(report),
    ...scored(report),
    ...tuningText(report.tuning),
    markdown``,
  );
}

function summary(report: Report): MarkdownText[] {
  const { suggestions, savings, actions } = report;
  const { shown, withoutCall, accepted, callsPerAccepted } = suggestions;
  const rows: [string, string][] = [
    ['Suggestions without a model call', `${percentOf(withoutCall, shown)} of ${shown}`],
    ['Time to suggestion', timeText(report.latencyMs.all)],
    ['Model calls saved', String(savings.calls)],
    ...savings.amounts.map(({ currency, saved, spent }): [string, string] => [
      'Money saved',
      `${money(saved, currency)} (${money(spent, currency)} spent)`,
    ]),
    ['Time saved', duration(savings.seconds * 1000)],
    ['Tokens saved', `${compact(savings.tokensIn)} input, ${compact(savings.tokensOut)} output`],
    ['Suggestions accepted', `${accepted} (${percentOf(accepted, shown)})`],
    ['Calls per accepted suggestion', callsPerAccepted?.toFixed(2) ?? '–'],
    ['Code actions', `${actions.requested} requested, ${actions.applied} applied`],
    ['Requests', `${report.requests} (${report.requestsPerSecond.toFixed(3)} per second)`],
    ['Cache hit rate', percent(report.hitRate)],
    ['Failed model calls', percent(report.errorRate)],
  ];
  const { cpu, memory, residentBytes } = report.resources;
  const now = `${percent(cpu)} of one processor core, ${bytes(residentBytes)} of memory, ${percent(memory)} of the heap limit`;
  rows.push(['Server at the moment', now]);
  const short = pressureText(report.pressure);
  const told = short === undefined ? [] : [markdown`**Short of memory.** ${escaped(short)}`];
  return [markdown`## Summary`, tableOf(['Figure', 'Value'], rows), ...told];
}

const timeText = ({ count, p50, p95 }: Quantiles): string =>
  count === 0 ? '–' : `${duration(p50)} (median), ${duration(p95)} (p95)`;

function findings({ alerts, recommendations, history, errors }: Report): MarkdownText[] {
  const part = (title: string, points: readonly MarkdownText[]) =>
    points.length === 0
      ? []
      : [markdown`## ${escaped(title)}`, lines(...points.map((point) => markdown`- ${point}`))];
  return [
    ...part(
      'Alerts',
      alerts.map(({ title, why }) => markdown`**${escaped(title)}.** ${escaped(why)}`),
    ),
    ...part(
      'Recommendations',
      recommendations.map(
        ({ priority, title, why }) =>
          markdown`**${escaped(title)}** (priority: ${escaped(priority)}). ${escaped(why)}`,
      ),
    ),
    ...part(
      'Trends',
      history.trends.map((trend) => escaped(trendText(trend))),
    ),
    ...part(
      'Failed model calls',
      errors.map(
        ({ type, count }) =>
          markdown`${count} × ${escaped(type)}: the endpoint ${escaped(endpointProblem(type))}`,
      ),
    ),
  ];
}

function latency({ latencyMs, meanMs }: Report): MarkdownText[] {
  const rows = (['all', 'cached', 'upstream'] as const).map((source) => {
    const { count, p50, p95, p99 } = latencyMs[source];
    const times = count === 0 ? ['–', '–', '–'] : [p50, p95, p99].map(duration);
    return [SOURCES[source], String(count), ...times];
  });
  return [
    markdown`## Time to suggestion`,
    tableOf(['Source', 'Count', 'p50', 'p95', 'p99'], rows),
    markdown`The average is ${escaped(duration(meanMs))}.`,
  ];
}

const SOURCES = {
  all: 'All',
  cached: 'Without a model call',
  upstream: 'With a model call',
};

function charts({ history }: Report): MarkdownText[] {
  const { points, from, to, stepMs } = history;
  if (points.length === 0) return [markdown`No data: nothing happened in this time.`];
  const line = (name: string, of: (point: HistoryPoint) => number | undefined) => ({
    name,
    values: points.map((point) => [point.at, of(point)] as const),
  });
  const span = { from, to, stepMs };
  const times = chart('Time to suggestion with a model call, in seconds', span, [
    line('p50', ({ latencyMs: { upstream } }) => seconds(upstream.count, upstream.p50)),
    line('p95', ({ latencyMs: { upstream } }) => seconds(upstream.count, upstream.p95)),
  ]);
  const calls = chart('Model calls', span, [
    line('made', (point) => point.calls),
    line('saved', (point) => point.saved),
    line('failed', (point) => point.errors),
  ]);
  const shares = chart('Suggestions without a model call, in %', span, [
    line('share', ({ shown, shownWithoutCall }) =>
      shown === 0 ? undefined : (100 * shownWithoutCall) / shown,
    ),
  ]);
  return [
    markdown`## Over time`,
    image('Time to suggestion', times),
    image('Model calls', calls),
    image('Suggestions without a model call', shares),
  ];
}

const seconds = (count: number, ms: number): number | undefined =>
  count === 0 ? undefined : ms / 1000;

const image = (title: string, svg: string): MarkdownText =>
  svgImage(escaped(title), Buffer.from(svg).toString('base64'));

function models({ models: list }: Report): MarkdownText[] {
  if (list.length === 0) return [];
  const row = (each: ReportModel) => [
    `${each.endpoint} / ${each.model}`,
    String(each.calls),
    percentOf(each.failed, each.answered + each.failed),
    each.answerMs.count === 0 ? '–' : duration(each.meanMs),
    each.answerMs.count === 0 ? '–' : duration(each.answerMs.p95),
    each.firstTextMs.count === 0 ? '–' : duration(each.firstTextMs.p50),
    `${compact(each.tokensIn)} / ${compact(each.tokensOut)}`,
    String(each.saved),
  ];
  const columns = [
    'Endpoint / model',
    'Model calls',
    'Failed',
    'Average time',
    'p95',
    'Time to first token, p50',
    'Tokens, input / output',
    'Calls saved',
  ];
  return [markdown`## Models`, tableOf(columns, list.map(row))];
}

function tiers({ tiers: list }: Report): MarkdownText[] {
  if (list.length === 0) return [];
  const rows = list.map(({ tier, hits, misses, writes, errors, getMs }) => [
    tier,
    `${hits} of ${hits + misses}`,
    percentOf(hits, hits + misses),
    getMs.count === 0 ? '–' : duration(getMs.p95),
    String(writes),
    String(errors),
  ]);
  return [
    markdown`## Cache`,
    tableOf(['Tier', 'Hits', 'Hit rate', 'p95 of a lookup', 'Writes', 'Errors'], rows),
  ];
}

function warming({ warming: { rows, calls, stopped } }: Report): MarkdownText[] {
  const why = stoppedText(stopped === undefined ? {} : { stopped });
  const told = why === undefined ? [] : [markdown`${escaped(why)}`];
  if (rows.length === 0) return told;
  return [
    markdown`## Warming`,
    tableOf(WARMED_COLUMNS, rows.map(warmedCells)),
    markdown`Model calls that nobody waited for: ${escaped(String(calls))}.`,
    ...told,
  ];
}

function scored({ score }: Report): MarkdownText[] {
  if (score.value === null) return [];
  const rows = score.rows.map(({ figure, target, unit, measured, ratio }) => [
    figureName(figure),
    figureValue(target, unit),
    figureValue(measured, unit),
    ratio.toFixed(2),
  ]);
  return [
    markdown`## Score: ${escaped(score.value.toFixed(2))}`,
    markdown`The score compares the last 24 hours with the targets: 1 is on target, 2 is the maximum. Throughput is left out, because one person does not reach it.`,
    tableOf(['Figure', 'Target', 'Measured', 'Score'], rows),
  ];
}

/** Its texts are no markup. */
const tableOf = (columns: readonly string[], rows: readonly (readonly string[])[]): MarkdownText =>
  table(
    columns.map(cell),
    rows.map((row) => row.map(cell)),
  );

const cell = (text: string): MarkdownText => escaped(text);

const moment = (at: number): MarkdownText =>
  escaped(new Date(at).toISOString().slice(0, 16).replace('T', ' '));
