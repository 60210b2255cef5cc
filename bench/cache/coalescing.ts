import { systemClock } from '../../server/src/base/clock.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { EndpointError } from '../../server/src/domain/endpointError.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { type StoredGeneration, withCache } from '../../server/src/pipeline/withCache.ts';
import { withFlights } from '../../server/src/pipeline/withFlights.ts';
import { aContext, aGeneration, aRequest } from '../../tools/testing/requests.ts';
import type { Measured } from '../support/bench.ts';
import { printTable } from '../support/table.ts';

const CALLERS = 1_000;
const UPSTREAM_MS = 20;

/** A thousand callers of one key at once, over the whole stage from flights to the cache. */
export async function coalescing(): Promise<Measured[]> {
  const cases: [string, (calls: Counter) => Promise<void>][] = [
    ['success', (calls) => thousand(calls, async () => aGeneration())],
    [
      'failure',
      (calls) =>
        thousand(calls, async () => {
          throw new EndpointError('first', 'server');
        }),
    ],
    ['leader cancelled', (calls) => thousand(calls, async () => aGeneration(), true)],
  ];
  const measured: Measured[] = [];
  const rows: string[][] = [];
  for (const [name, run] of cases) {
    const calls = { count: 0, settled: 0 };
    const start = performance.now();
    await run(calls);
    const ms = performance.now() - start;
    rows.push([name, String(calls.count), String(calls.settled), `${ms.toFixed(1)} ms`]);
    measured.push({
      name: `${CALLERS} callers of one key, ${name}`,
      unit: 'calls',
      value: calls.count,
      bar: { is: 'atMost', value: 1 },
    });
  }
  printTable([`${CALLERS} at once`, 'upstream calls', 'callers answered', 'in all'], rows);
  return measured;
}

interface Counter {
  count: number;
  settled: number;
}

async function thousand(
  calls: Counter,
  answer: () => Promise<ReturnType<typeof aGeneration>>,
  cancelsLeader = false,
): Promise<void> {
  const upstream: Generate = async () => {
    calls.count++;
    await new Promise((resolve) => setTimeout(resolve, UPSTREAM_MS));
    return answer();
  };
  const options = { maxEntries: 10, maxBytes: 1e6, ttlMs: 1e6, eviction: 'lru' } as const;
  const cache = new TieredCache<StoredGeneration>(
    new MemoryTier(options, systemClock),
    [],
    systemClock,
    () => undefined,
  );
  const stage = withCache(
    {
      keysOf: () => [{ endpointId: 'first', key: 'k', check: 'c' }],
      cache,
      clock: systemClock,
      random: Math.random,
      mayRefresh: () => true,
      observe: () => undefined,
    },
    upstream,
  );
  const generate = withFlights(
    () => 'k',
    systemClock,
    stage,
    () => undefined,
  );
  const leader = new AbortController();
  const asked = Array.from({ length: CALLERS }, (_, index) =>
    generate(aRequest(), aContext(index === 0 ? { signal: leader.signal } : {})),
  );
  if (cancelsLeader) leader.abort();
  calls.settled = (await Promise.allSettled(asked)).length;
}
