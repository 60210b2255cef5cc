import { createClient } from '@keyv/redis';
import { systemClock } from '../../server/src/base/clock.ts';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { GuardedTier } from '../../server/src/cache/guardedTier.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { RedisTier } from '../../server/src/cache/redis/redisTier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { sourcesOf } from '../../tools/sources.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { waitFor } from '../../tools/waitFor.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

const KEYS = 200;
const CALLS = 6_000;

/** A hit in Redis through guard and walk, beside a bare `GET` of the same bytes with the same client. */
export async function redis(): Promise<Measured[]> {
  const server = await RedisServer.begin();
  const version = server.command('info', 'server').match(/redis_version:([\d.]+)/)?.[1];
  const codec = new Codec('secret');
  const quiet = () => undefined;
  const incident = new TierIncident('redis', quiet);
  const tier = new RedisTier<string>(
    { urls: [server.url], keyPrefix: 'bench:', ttlMs: 3_600_000 },
    { codec, clock: systemClock, incident, origin: 'bench' },
  );
  await waitFor('Redis', () => tier.isUp);
  const guard = { deadlineMs: 50, maxWrites: 256 };
  const guarded = new GuardedTier(tier, guard, systemClock, incident);
  const options = { maxEntries: 10, maxBytes: 1e6, ttlMs: 1e6, eviction: 'lru' } as const;
  const near = new MemoryTier<string>(options, systemClock);
  const cache = new TieredCache(near, [[guarded]], systemClock, quiet);
  const text = sourcesOf('rxjs', 'src/internal/**/*.ts')
    .map((file) => file.text)
    .join('\n');
  for (let index = 0; index < KEYS; index++) {
    const entry = anEntry(text.slice(index * 500, index * 500 + 400), {
      expiresAt: Date.now() + 1e7,
    });
    await tier.set(`k${index}`, entry);
  }
  const client = createClient({ url: server.url });
  await client.connect();

  const times: Record<'bare' | 'decode' | 'ours', number[]> = {
    bare: [],
    decode: [],
    ours: [],
  };
  const timed = async <Result>(into: number[], work: () => Promise<Result>): Promise<Result> => {
    const start = performance.now();
    const result = await work();
    into.push((performance.now() - start) * 1000);
    return result;
  };
  // One after the other, so that all meet the same machine.
  for (let call = 0; call < CALLS; call++) {
    const key = `k${call % KEYS}`;
    const sealed = await timed(times.bare, () => client.get(`bench:0:${key}`));
    await timed(times.decode, () => codec.open(key, Buffer.from(sealed ?? '', 'base64')));
    const hit = await timed(times.ours, () => cache.get(key, ['redis']));
    if (hit === undefined) throw new Error('The bench lost an entry');
  }
  cache.dispose();
  client.destroy();
  await server.stop();

  const p50 = (values: number[]) => quantile(values.slice(CALLS / 5), 0.5);
  const p99 = (values: number[]) => quantile(values.slice(CALLS / 5), 0.99);
  const row = (name: string, values: number[]) => [
    name,
    `${p50(values).toFixed(0)} µs`,
    `${p99(values).toFixed(0)} µs`,
  ];
  printTable(
    [`Redis ${version}`, 'p50', 'p99'],
    [
      row('bare GET', times.bare),
      row('decode (base64, decrypt, decompress, parse)', times.decode),
      row('ours: walk, guard, GET, decode', times.ours),
    ],
  );
  return [
    {
      name: 'Redis hit beside a bare GET plus decode',
      unit: '×',
      value: p50(times.ours) / (p50(times.bare) + p50(times.decode)),
      bar: { is: 'atMost', value: 1.1 },
    },
  ];
}
