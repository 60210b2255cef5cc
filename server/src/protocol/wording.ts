import type { HistoryTrend } from './history.ts';

/** Figures as people read them, the same on every surface. */

/** Milliseconds. */
export function duration(ms: number): string {
  if (ms === 0) return '0 ms';
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : longDuration(ms);
}

/** A share of 0 to 1. */
export const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** A part of a whole; a dash where there is no whole. */
export const percentOf = (part: number, whole: number): string =>
  whole === 0 ? '–' : percent(part / whole);

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

function longDuration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}

/** How something moved over a time. */
export function trendText({ what, change }: HistoryTrend): string {
  const [name, more, less] = TRENDS[what];
  return `${name} became ${percent(Math.abs(change))} ${change > 0 ? more : less} over this time.`;
}

const TRENDS = {
  latency: ['The slowest 5 % of answers', 'slower', 'faster'],
  hitRate: ['The share of suggestions without a call', 'higher', 'lower'],
  requests: ['The number of requests', 'higher', 'lower'],
} as const;

/** Says what is wrong with an endpoint, by the kind of its last error; goes on from its name. */
export const endpointTrouble = (kind: string): string =>
  TROUBLES[kind] ?? 'does not answer as it should';

const TROUBLES: Readonly<Record<string, string>> = {
  unreachable: 'cannot be reached',
  untrusted: 'shows a certificate that does not hold',
  oldTls: 'speaks no TLS that is new enough',
  timeout: 'takes too long to answer',
  server: 'reports an error of its own',
  rateLimited: 'is at its limit',
  unauthorized: 'refuses the API key',
  retired: 'no longer exists',
  rejected: 'does not accept the request',
  malformed: 'sends answers that cannot be read',
};
