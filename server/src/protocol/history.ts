import type { Quantiles } from './snapshot.ts';

/** How far back a chart or a report looks. */
export type HistoryRange = '1m' | '1h' | '24h' | '7d' | '30d';

export const HISTORY_RANGES: readonly HistoryRange[] = ['1m', '1h', '24h', '7d', '30d'];

export interface HistoryParams {
  readonly range: HistoryRange;
}

/** The figures of one stretch of time. */
export interface HistoryPoint {
  /** When it began, epoch milliseconds. */
  readonly at: number;
  readonly requested: number;
  readonly shown: number;
  readonly shownWithoutCall: number;
  readonly accepted: number;
  readonly calls: number;
  readonly saved: number;
  readonly errors: number;
  readonly tokens: number;
  /** Lookups and hits of each cache tier that was asked. */
  readonly tiers: Readonly<Record<string, { readonly hits: number; readonly lookups: number }>>;
  readonly latencyMs: {
    readonly all: Quantiles;
    readonly cached: Quantiles;
    readonly upstream: Quantiles;
  };
}

/** How something moved from the beginning of the range to its end: 0.2 is 20 % more. */
export interface HistoryTrend {
  readonly what: 'latency' | 'hitRate' | 'requests';
  readonly change: number;
}

/** Points in which nothing happened are left out; the oldest comes first. */
export interface History {
  readonly range: HistoryRange;
  /** From the beginning of one point to that of the next. */
  readonly stepMs: number;
  /** The bounds of the range, epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly points: readonly HistoryPoint[];
  /** Only what is more than chance. */
  readonly trends: readonly HistoryTrend[];
}
