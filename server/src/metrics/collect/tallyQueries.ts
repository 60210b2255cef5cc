import type { QuantileSketch } from '../../base/quantileSketch.ts';
import type { Quantiles } from '../../protocol/snapshot.ts';
import { key, type LabelsOf } from '../series/tallySeries.ts';
import type { Tally } from './tally.ts';

/** Queries of tallies, in the terms of the surfaces. */

export const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export const quantiles = (sketch: QuantileSketch): Quantiles => ({
  count: sketch.count,
  p50: sketch.quantile(0.5),
  p95: sketch.quantile(0.95),
  p99: sketch.quantile(0.99),
});

/** How many answers the user got, and how many of them cost no call: what is meant by hit rate wherever something is judged. */
export function answersIn(tally: Tally): { readonly all: number; readonly withoutCall: number } {
  return { all: tally.timesOf('all').count, withoutCall: tally.timesOf('cached').count };
}

export interface TierCounts {
  readonly hits: number;
  readonly misses: number;
  readonly writes: number;
  readonly errors: number;
}

export function tierOf(tally: Tally, tier: string): TierCounts {
  const count = (result: LabelsOf<'tierEvents'>['result']) =>
    tally.of(key('tierEvents', { cache_level: tier, result }));
  return {
    hits: count('hit'),
    misses: count('miss'),
    writes: count('write'),
    errors: count('error'),
  };
}

/** The tiers that anything was counted of. */
export const tiersIn = (tally: Tally): string[] => [
  ...new Set([...tally.counted('tierEvents')].map(([labels]) => labels.cache_level)),
];

/** The figures of one model of one endpoint. */
export interface ModelReading {
  readonly endpointId: string;
  readonly model: string;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Those of the answered ones that cost nothing, because a gateway had the answer. */
  readonly free: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Tokens of its prompts, where it tells: evaluated, reused, evaluated ahead of calls. */
  readonly evaluated: number;
  readonly reused: number;
  readonly ahead: number;
  /** Calls that the cache saved, and the tokens that they would have cost. */
  readonly saved: number;
  readonly savedTokensIn: number;
  readonly savedTokensOut: number;
  readonly answerMs: QuantileSketch;
  readonly firstTextMs: QuantileSketch;
}

/** Every model that calls were made to, or saved. */
export function modelsIn(tally: Tally): ModelReading[] {
  const known = new Map<string, LabelsOf<'savedCalls'>>();
  for (const series of ['calls', 'savedCalls'] as const) {
    for (const [{ endpoint, model }] of tally.counted(series)) {
      known.set(key('savedCalls', { endpoint, model }), { endpoint, model });
    }
  }
  return [...known.values()].map((of) => {
    const calls = (status: LabelsOf<'calls'>['status']) =>
      tally.of(key('calls', { ...of, status }));
    const tokens = (series: 'tokens' | 'savedTokens', direction: 'input' | 'output') =>
      tally.of(key(series, { ...of, direction }));
    const prompts = (evaluation: LabelsOf<'promptTokens'>['evaluation']) =>
      tally.of(key('promptTokens', { ...of, evaluation }));
    return {
      endpointId: of.endpoint,
      model: of.model,
      sent: calls('sent'),
      answered: calls('success'),
      failed: calls('error'),
      cancelled: calls('cancelled'),
      free: tally.of(key('freeCalls', of)),
      tokensIn: tokens('tokens', 'input'),
      tokensOut: tokens('tokens', 'output'),
      evaluated: prompts('evaluated'),
      reused: prompts('reused'),
      ahead: prompts('ahead'),
      saved: tally.of(key('savedCalls', of)),
      savedTokensIn: tokens('savedTokens', 'input'),
      savedTokensOut: tokens('savedTokens', 'output'),
      answerMs: tally.timesOf(key('answerMs', of)),
      firstTextMs: tally.timesOf(key('firstTextMs', of)),
    };
  });
}
