import type { HistoryTrend } from './history.ts';

/** Figures as people read them, the same on every surface. */

/** Milliseconds. */
export function duration(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 0.05) return '< 0.1 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : longDuration(ms);
}

/** A share of 0 to 1. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** A part of a whole; a dash where there is no whole. */
export const percentOf = (part: number, whole: number): string =>
  whole === 0 ? '–' : percent(part / whole);

/** An amount of money, with its currency where that is known. */
export const money = (amount: number, currency: string): string =>
  `${amount.toFixed(amount < 1 ? 4 : 2)} ${currency}`.trimEnd();

/** A count. */
export function compact(count: number): string {
  if (count < 10_000) return String(Math.round(count));
  return count < 10_000_000
    ? `${Math.round(count / 1_000)}k`
    : `${(count / 1_000_000).toFixed(1)}M`;
}

/** Bytes. */
export const bytes = (count: number): string =>
  count < 1_048_576 ? `${Math.ceil(count / 1024)} KB` : `${(count / 1_048_576).toFixed(1)} MB`;

/** Milliseconds that something still takes, in whole units. */
export function timeLeft(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

function longDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${Number((minutes / 60).toFixed(1))} h`;
}

const FIGURES: Readonly<Record<string, string>> = {
  p50: 'Time to suggestion, p50',
  p95: 'Time to suggestion, p95',
  p99: 'Time to suggestion, p99',
  hitRate: 'Suggestions without a model call',
  missLatency: 'Cache lookup without a hit, p95',
  cpu: 'Processor',
  memory: 'Heap memory',
};

/** The name of a figure of the score. */
export const figureName = (figure: string): string => FIGURES[figure] ?? figure;

/** A value of a figure of the score: seconds, or a share of 0 to 1. */
export const figureValue = (value: number, unit: string): string =>
  unit === 's' ? duration(value * 1000) : percent(value);

/** How something moved over a time. */
export function trendText({ what, change }: HistoryTrend): string {
  const moved = change > 0 ? 'rose' : 'fell';
  return `${TRENDS[what]} ${moved} by ${percent(Math.abs(change))} over this time.`;
}

const TRENDS = {
  latency: 'The response time of models (p95)',
  hitRate: 'The share of suggestions without a model call',
  requests: 'The number of requests',
} as const;
