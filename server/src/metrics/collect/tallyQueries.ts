import type { QuantileSketch } from '../../base/quantileSketch.ts';
import type { Quantiles } from '../../protocol/snapshot.ts';
import type { CountName } from './recorder.ts';
import { nameOf, type Tally } from './tally.ts';

/** Queries of tallies, in the terms of the surfaces. */

export const countOf = (tally: Tally, name: CountName): number => tally.of(name);

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
  const count = (what: string) => tally.of(nameOf('tier', tier, what));
  return {
    hits: count('hits'),
    misses: count('misses'),
    writes: count('writes'),
    errors: count('errors'),
  };
}

/** The tiers that anything was counted of. */
export const tiersIn = (tally: Tally): string[] => [
  ...new Set([...tally.counted('tier')].map(([[tier = '']]) => tier)),
];

/** The figures of one model of one endpoint. */
export interface ModelReading {
  readonly endpointId: string;
  readonly model: string;
  readonly sent: number;
  readonly answered: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** Calls that the cache spared, and the tokens that they would have cost. */
  readonly spared: number;
  readonly sparedIn: number;
  readonly sparedOut: number;
  readonly ms: QuantileSketch;
  readonly ttft: QuantileSketch;
}

/** Every model that anything was counted of. */
export function modelsIn(tally: Tally): ModelReading[] {
  const known = new Map<string, readonly [endpointId: string, model: string]>();
  for (const [[endpointId = '', model = '']] of tally.counted('model')) {
    known.set(nameOf(endpointId, model), [endpointId, model]);
  }
  return [...known.values()].map(([endpointId, model]) => {
    const count = (what: string) => tally.of(nameOf('model', endpointId, model, what));
    return {
      endpointId,
      model,
      sent: count('sent'),
      answered: count('answered'),
      failed: count('failed'),
      cancelled: count('cancelled'),
      tokensIn: count('tokensIn'),
      tokensOut: count('tokensOut'),
      spared: count('spared'),
      sparedIn: count('sparedIn'),
      sparedOut: count('sparedOut'),
      ms: tally.timesOf(nameOf('answer', endpointId, model)),
      ttft: tally.timesOf(nameOf('ttft', endpointId, model)),
    };
  });
}
