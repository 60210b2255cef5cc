import { LRUCache } from 'lru-cache';
import { AgingLfu } from '../../server/src/cache/memory/agingLfu.ts';
import type { Measured } from '../support/bench.ts';
import { S3Fifo } from '../support/s3Fifo.ts';
import { printTable } from '../support/table.ts';
import { type Trace, traces } from '../support/traces.ts';

const REQUESTS = 1_000_000;
const CAPACITY = 2_000;

interface Policy {
  get(key: string): true | undefined;
  set(key: string, value: true): unknown;
}

const POLICIES: Readonly<Record<string, () => Policy>> = {
  lru: () => new LRUCache<string, true>({ max: CAPACITY }),
  lfu: () => new AgingLfu<true>(CAPACITY, Number.MAX_SAFE_INTEGER, () => 1),
  'S3-FIFO 30 %': () => new S3Fifo<true>(CAPACITY, 0.3),
  'S3-FIFO 10 %': () => new S3Fifo<true>(CAPACITY, 0.1),
  'LFU without aging': () => new PlainLfu(CAPACITY),
};

/** Hit rates by policy over a million requests, 2,000 entries; ours are `lru`, `lfu` and, on disk, S3-FIFO. */
export function policies(): Measured[] {
  const rates = Object.entries(traces).map(([trace, make]) => {
    const byPolicy = Object.entries(POLICIES).map(
      ([name, create]) => [name, hitRate(create(), make(REQUESTS))] as const,
    );
    return [trace, new Map(byPolicy)] as const;
  });
  printTable(
    ['hit rate, %', ...Object.keys(POLICIES)],
    rates.map(([trace, byPolicy]) => [
      trace,
      ...[...byPolicy.values()].map((rate) => (rate * 100).toFixed(1)),
    ]),
  );
  const of = (trace: string, policy: string) =>
    rates.find(([name]) => name === trace)?.[1].get(policy) ?? Number.NaN;
  const best = Math.max(...Object.keys(POLICIES).map((policy) => of('editor recency', policy)));
  return [
    {
      name: 'default (lru) behind the best on editor recency',
      unit: 'points',
      value: (best - of('editor recency', 'lru')) * 100,
      bar: { is: 'atMost', value: 2 },
    },
    {
      name: 'lfu beside lru on shifting popularity',
      unit: '%',
      value: (100 * of('shifting popularity', 'lfu')) / of('shifting popularity', 'lru'),
      bar: { is: 'atLeast', value: 90 },
    },
  ];
}

function hitRate(policy: Policy, trace: Trace): number {
  let hits = 0;
  let requests = 0;
  for (const key of trace) {
    requests++;
    if (policy.get(String(key)) !== undefined) hits++;
    else policy.set(String(key), true);
  }
  return hits / requests;
}

/** A least-frequently-used cache without aging, which goes wrong: its counts never fade. */
class PlainLfu implements Policy {
  readonly #max: number;
  readonly #counts = new Map<string, number>();
  readonly #buckets = new Map<number, Set<string>>();

  constructor(max: number) {
    this.#max = max;
  }

  get(key: string): true | undefined {
    const count = this.#counts.get(key);
    if (count === undefined) return undefined;
    this.#move(key, count, count + 1);
    return true;
  }

  set(key: string): void {
    if (this.#counts.size >= this.#max) this.#evict();
    this.#move(key, 0, 1);
  }

  #evict(): void {
    const least = Math.min(...this.#buckets.keys());
    const [victim] = this.#buckets.get(least) ?? [];
    if (victim === undefined) return;
    this.#counts.delete(victim);
    this.#leave(victim, least);
  }

  #move(key: string, from: number, to: number): void {
    this.#leave(key, from);
    this.#counts.set(key, to);
    const bucket = this.#buckets.get(to) ?? new Set();
    this.#buckets.set(to, bucket.add(key));
  }

  #leave(key: string, count: number): void {
    const bucket = this.#buckets.get(count);
    bucket?.delete(key);
    if (bucket?.size === 0) this.#buckets.delete(count);
  }
}
