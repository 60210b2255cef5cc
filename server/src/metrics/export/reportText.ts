import type { HistoryPoint, HistoryRange } from '../../protocol/history.ts';
import type { Report, ReportModel } from '../../protocol/report.ts';
import { bytes, compact, duration, percent, percentOf, trendText } from '../../protocol/wording.ts';
import { chart } from './chart.ts';

const TITLES: Readonly<Record<HistoryRange, string>> = {
  '1m': 'the last minute',
  '1h': 'the last hour',
  '24h': 'the last 24 hours',
  '7d': 'the last 7 days',
  '30d': 'the last 30 days',
};

/** A report for people: Markdown, with its charts as SVG images inside it. */
export function reportText(report: Report): string {
  return [
    `# Aurelis: ${TITLES[report.range]}`,
    `${moment(report.from)} to ${moment(report.to)} (UTC)`,
    ...summary(report),
    ...findings(report),
    ...latency(report),
    ...charts(report),
    ...models(report),
    ...tiers(report),
    ...scored(report),
    '',
  ].join('\n\n');
}

function summary(report: Report): string[] {
  const { suggestions, savings, actions } = report;
  const { shown, withoutCall, accepted, callsPerAccepted } = suggestions;
  const rows: [string, string][] = [
    ['Requests', `${report.requests} (${report.requestsPerSecond.toFixed(3)} a second)`],
    ['Suggestions shown', `${shown}, ${percentOf(withoutCall, shown)} of them without a call`],
    ['Accepted', `${accepted} (${percentOf(accepted, shown)})`],
    ['Calls for each accepted', callsPerAccepted === null ? '–' : callsPerAccepted.toFixed(2)],
    ['Code actions', `${actions.requested} asked for, ${actions.applied} applied`],
    ['Answered from the cache', percent(report.hitRate)],
    ['Failed calls', percent(report.errorRate)],
    ['Calls saved', String(savings.calls)],
    ['Tokens saved', `${compact(savings.tokensIn)} in, ${compact(savings.tokensOut)} out`],
    ['Time saved', duration(savings.seconds * 1000)],
  ];
  if (savings.money !== null && savings.spent !== null) {
    rows.push(['Money saved', `${money(savings.money)} (spent: ${money(savings.spent)})`]);
  }
  const { cpu, memory, residentBytes } = report.resources;
  const now = `${percent(cpu)} of a core, ${bytes(residentBytes)}, ${percent(memory)} of the heap`;
  rows.push(['The server now', now]);
  return ['## Summary', table(['', ''], rows)];
}

const money = (amount: number): string => amount.toFixed(amount < 10 ? 4 : 2);

function findings({ alerts, recommendations, history, errors }: Report): string[] {
  const lines = [
    ...alerts.map(({ title, why }) => `- **${cell(title)}.** ${cell(why)}`),
    ...history.trends.map((trend) => `- ${trendText(trend)}`),
    ...errors.map(({ type, count }) => `- ${count} calls failed: ${type}`),
  ];
  const advice = recommendations.map(
    ({ priority, title, why }) => `- **${cell(title)}** (${priority}). ${cell(why)}`,
  );
  return [
    ...(lines.length === 0 ? [] : ['## What stands out', lines.join('\n')]),
    ...(advice.length === 0 ? [] : ['## Recommendations', advice.join('\n')]),
  ];
}

function latency({ latencyMs, meanMs }: Report): string[] {
  const rows = (['all', 'cached', 'upstream'] as const).map((source) => {
    const { count, p50, p95, p99 } = latencyMs[source];
    const times = count === 0 ? ['–', '–', '–'] : [p50, p95, p99].map(duration);
    return [SOURCES[source], String(count), ...times];
  });
  return [
    '## Time to an answer',
    table(['Source', 'Count', 'p50', 'p95', 'p99'], rows),
    `On average ${duration(meanMs)}.`,
  ];
}

const SOURCES = { all: 'All', cached: 'Without a call', upstream: 'From a model' };

function charts({ history }: Report): string[] {
  const { points, from, to, stepMs } = history;
  if (points.length === 0) return ['Nothing happened in this time.'];
  const line = (name: string, of: (point: HistoryPoint) => number | undefined) => ({
    name,
    values: points.map((point) => [point.at, of(point)] as const),
  });
  const span = { from, to, stepMs };
  const times = chart('Seconds to an answer of a model', span, [
    line('p50', ({ latencyMs: { upstream } }) => seconds(upstream.count, upstream.p50)),
    line('p95', ({ latencyMs: { upstream } }) => seconds(upstream.count, upstream.p95)),
  ]);
  const calls = chart('Calls made and saved', span, [
    line('made', (point) => point.calls),
    line('saved', (point) => point.saved),
    line('failed', (point) => point.errors),
  ]);
  const shares = chart('Suggestions without a call, in %', span, [
    line('without a call', ({ shown, shownWithoutCall }) =>
      shown === 0 ? undefined : (100 * shownWithoutCall) / shown,
    ),
  ]);
  return [
    '## Over time',
    image('Seconds to an answer', times),
    image('Calls made and saved', calls),
    image('Suggestions without a call', shares),
  ];
}

const seconds = (count: number, ms: number): number | undefined =>
  count === 0 ? undefined : ms / 1000;

const image = (title: string, svg: string): string =>
  `![${title}](data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')})`;

function models({ models: list }: Report): string[] {
  if (list.length === 0) return [];
  const row = (each: ReportModel) => [
    `${cell(each.endpoint)} / ${cell(each.model)}`,
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
    'Calls',
    'Failed',
    'Mean',
    'p95',
    'First word',
    'Tokens in / out',
    'Saved',
  ];
  return ['## Models', table(columns, list.map(row))];
}

function tiers({ tiers: list }: Report): string[] {
  if (list.length === 0) return [];
  const rows = list.map(({ tier, hits, misses, writes, errors, getMs }) => [
    tier,
    `${hits} of ${hits + misses}`,
    percentOf(hits, hits + misses),
    getMs.count === 0 ? '–' : duration(getMs.p95),
    String(writes),
    String(errors),
  ]);
  return ['## Cache', table(['Tier', 'Found', 'Share', 'p95', 'Writes', 'Errors'], rows)];
}

function scored({ score }: Report): string[] {
  if (score.value === null) return [];
  const rows = score.rows.map(({ figure, target, unit, measured, ratio }) => [
    figure,
    `${target} ${unit}`.trim(),
    `${measured.toPrecision(3)} ${unit}`.trim(),
    ratio.toFixed(2),
  ]);
  return [
    `## Score: ${score.value.toFixed(2)}`,
    'One is on target, two the most. Of the last day, without throughput: nobody types a thousand requests a second.',
    table(['Figure', 'Target', 'Measured', 'Ratio'], rows),
  ];
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map((_, index) => (index === 0 ? ':--' : '--:'));
  return [line(columns), line(rule), ...rows.map(line)].join('\n');
}

/** Names from the settings, so that none of them is markup. */
const cell = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!|<>]/g, '\\$&');

const moment = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');
