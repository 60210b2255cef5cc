import type { History, HistoryPoint, HistoryTrend } from '../server/src/protocol/history.ts';
import { duration, trendText } from '../server/src/protocol/wording.ts';

/** One line of a chart. */
export interface Series {
  readonly name: string;
  /** Of the editor's theme. */
  readonly colour: 'blue' | 'yellow' | 'green' | 'purple' | 'red';
  /** Told apart without colour, too. */
  readonly dash: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly id: string;
  readonly title: string;
  /** Seconds since the epoch. */
  readonly at: readonly number[];
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The least upper end of the scale. */
  readonly top: number;
  /** How it moved, where that is more than chance; else empty. */
  readonly note: string;
  /** The chart in words, for those who do not see it. */
  readonly summary: string;
}

const SOLID: readonly number[] = [];
const DASHED = [6, 4];
const DOTTED = [2, 3];
/** Of the tiers, near to far. */
const TIER_LINES = [
  { tier: 'memory', colour: 'blue', dash: SOLID },
  { tier: 'redis', colour: 'red', dash: DOTTED },
  { tier: 'disk', colour: 'yellow', dash: DASHED },
  { tier: 'http', colour: 'purple', dash: [8, 3, 2, 3] },
] as const;

/** The charts of the panel: what is not known at a moment is a gap. */
export function chartsOf(history: History): ChartData[] {
  const points = steps(history);
  const at = points.map((point) => point.at / 1000);
  const line = (
    name: string,
    colour: Series['colour'],
    dash: readonly number[],
    of: (point: HistoryPoint) => number | null,
  ): Series => ({
    name,
    colour,
    dash,
    values: points.map(({ point }) => (point === undefined ? null : of(point))),
  });
  const tiers = TIER_LINES.filter(({ tier }) => history.points.some((each) => tier in each.tiers));
  const note = (what: HistoryTrend['what']): string =>
    history.trends
      .filter((trend) => trend.what === what)
      .map(trendText)
      .join(' ');
  return [
    chart('latency', 'Time to suggestion', note('latency'), at, duration, [
      line('model p50', 'blue', SOLID, ({ latencyMs: { upstream } }) =>
        when(upstream.count, upstream.p50),
      ),
      line('model p95', 'yellow', DASHED, ({ latencyMs: { upstream } }) =>
        when(upstream.count, upstream.p95),
      ),
      line('model p99', 'red', DOTTED, ({ latencyMs: { upstream } }) =>
        when(upstream.count, upstream.p99),
      ),
      line('no model call p95', 'green', SOLID, ({ latencyMs: { cached } }) =>
        when(cached.count, cached.p95),
      ),
    ]),
    chart('hits', 'Suggestions without a model call', note('hitRate'), at, inPercent, [
      line('suggestions', 'green', SOLID, ({ shown, shownWithoutCall }) =>
        when(shown, (100 * shownWithoutCall) / shown),
      ),
      ...tiers.map(({ tier, colour, dash }) =>
        line(`${tier} hits`, colour, dash, (point) => {
          const { hits = 0, lookups = 0 } = point.tiers[tier] ?? {};
          return when(lookups, (100 * hits) / lookups);
        }),
      ),
    ]),
    chart('calls', 'Model calls', note('requests'), at, inNumbers, [
      line('made', 'blue', SOLID, ({ calls }) => calls),
      line('saved', 'green', DASHED, ({ saved }) => saved),
      line('failed', 'red', DOTTED, ({ errors }) => errors),
    ]),
  ];
}

const when = (count: number, value: number): number | null => (count === 0 ? null : value);
const inPercent = (value: number): string => `${Math.round(value)} %`;
const inNumbers = (value: number): string => String(Math.round(value * 10) / 10);

/** Every step of the range, with what is known of it. */
function steps({
  points,
  from,
  to,
  stepMs,
}: History): { at: number; point: HistoryPoint | undefined }[] {
  const known = new Map(points.map((point) => [point.at, point]));
  const first = Math.floor(from / stepMs) * stepMs + stepMs;
  const all: { at: number; point: HistoryPoint | undefined }[] = [];
  for (let at = first; at <= to; at += stepMs) all.push({ at, point: known.get(at) });
  return all;
}

function chart(
  id: string,
  title: string,
  note: string,
  at: readonly number[],
  format: (value: number) => string,
  series: readonly Series[],
): ChartData {
  const said = series.flatMap(({ name, values }) => {
    const known = values.filter((value) => value !== null);
    const last = known.at(-1);
    if (last === undefined) return [];
    return [`${name}: last ${format(last)}, highest ${format(Math.max(...known))}`];
  });
  const top = format === inPercent ? 100 : 1;
  const summary = said.length === 0 ? `${title}: no data` : `${title}. ${said.join('. ')}. ${note}`;
  return { id, title, note, at, series, format, top, summary };
}

/** The points of a history as a table, for other programs: moments in ISO 8601, durations in milliseconds. */
export function csvOf({ points }: History): string {
  const tiers = [...new Set(points.flatMap((point) => Object.keys(point.tiers)))];
  const columns = [
    ...['at', 'requested', 'shown', 'shownWithoutCall', 'accepted'],
    ...['calls', 'saved', 'errors', 'tokens'],
    ...(['all', 'cached', 'upstream'] as const).flatMap((source) =>
      ['count', 'p50', 'p95', 'p99'].map((what) => `${source}.${what}`),
    ),
    ...tiers.flatMap((tier) => [`${tier}.hits`, `${tier}.lookups`]),
  ];
  const rows = points.map((point) => [
    new Date(point.at).toISOString(),
    ...[point.requested, point.shown, point.shownWithoutCall, point.accepted],
    ...[point.calls, point.saved, point.errors, point.tokens],
    ...(['all', 'cached', 'upstream'] as const).flatMap((source) => {
      const { count, p50, p95, p99 } = point.latencyMs[source];
      return [count, p50.toFixed(3), p95.toFixed(3), p99.toFixed(3)];
    }),
    ...tiers.flatMap((tier) => [point.tiers[tier]?.hits ?? 0, point.tiers[tier]?.lookups ?? 0]),
  ]);
  return `${[columns, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}
