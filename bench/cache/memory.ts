import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import { createCache } from 'cache-manager';
import { Cacheable } from 'cacheable';
import Keyv from 'keyv';
import { LRUCache } from 'lru-cache';
import { systemClock } from '../../server/src/base/clock.ts';
import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../server/src/cache/tieredCache.ts';
import { Recorder } from '../../server/src/metrics/collect/recorder.ts';
import type { Measured } from '../support/bench.ts';
import { printTable, quantile } from '../support/table.ts';

const KEYS = 1_000;
const CALLS = 20_000;
const ROUNDS = 25;
const TTL_MS = 300_000;

/** A typical answer; the same object for everybody. */
const VALUE = Object.freeze({
  text: 'items.reduce((sum, item) => sum + item.price, 0);',
  ending: 'stop',
  endpointId: 'local',
  model: 'qwen2.5-coder',
});
const keys = Array.from({ length: KEYS }, (_, index) => `model_request:${'0'.repeat(28)}${index}`);

interface Contender {
  readonly name: string;
  /** Reads every key once, `CALLS` in all; returns how many it found. */
  readonly run: () => number | Promise<number>;
}

/** A hit in memory: ours beside a bare lru-cache and beside what others ship, in one process. */
export async function memory(): Promise<Measured[]> {
  const contenders = await Promise.all([
    bareSync(),
    ours(),
    oursAwaited(),
    bareAwaited(),
    ...peers(),
  ]);
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS + 5; round++) {
    for (const { name, run } of contenders) {
      const start = performance.now();
      const found = await run();
      const microseconds = ((performance.now() - start) * 1000) / CALLS;
      if (found !== CALLS) throw new Error(`${name} found ${found} of ${CALLS}`);
      if (round >= 5) times.get(name)?.push(microseconds);
    }
  }
  const of = (name: string) => quantile(times.get(name) ?? [], 0.5);
  printTable(
    ['memory hit', 'median of a call', 'beside bare'],
    contenders.map(({ name }) => [
      name,
      `${of(name).toFixed(2)} µs`,
      `${(of(name) / of(name.includes('awaited') ? BARE_AWAITED : BARE)).toFixed(1)} ×`,
    ]),
  );
  const fastestPeer = Math.min(...PEERS.map(of));
  return [
    { name: 'peek beside a bare lru-cache', unit: '×', value: of(PEEK) / of(BARE), bar: atMost(3) },
    { name: 'awaited get with the recorder', unit: 'µs', value: of(RECORDED), bar: atMost(1.5) },
    {
      name: 'awaited get beside the fastest peer',
      unit: '×',
      value: of(GET) / fastestPeer,
      bar: atMost(1),
    },
  ];
}

const atMost = (value: number) => ({ is: 'atMost', value }) as const;
const BARE = 'lru-cache';
const BARE_AWAITED = 'lru-cache, awaited';
const PEEK = 'ours: peek';
const GET = 'ours: get, awaited';
const RECORDED = 'ours: get with the recorder, awaited';
const PEERS = [
  'bentocache, awaited',
  'cache-manager, awaited',
  'cacheable, awaited',
  'keyv, awaited',
];

const options = { maxEntries: KEYS, maxBytes: 64e6, ttlMs: TTL_MS, eviction: 'lru' } as const;

async function filled(observe: ConstructorParameters<typeof TieredCache>[3]) {
  const tier = new MemoryTier<typeof VALUE>(options, systemClock);
  const cache = new TieredCache(tier, [], systemClock, observe);
  const times = { expiresAt: Date.now() + 1e9, freshUntil: Date.now() + 1e9, storedAt: 0 };
  for (const key of keys) await cache.set(key, { value: VALUE, bytes: 200, costMs: 0, ...times });
  return cache;
}

const sync = (name: string, read: (key: string) => unknown): Contender => ({
  name,
  run: () => {
    let found = 0;
    for (let call = 0; call < CALLS; call++) {
      if (read(keys[call % KEYS] ?? '') !== undefined) found++;
    }
    return found;
  },
});

const awaited = (name: string, read: (key: string) => Promise<unknown>): Contender => ({
  name,
  run: async () => {
    let found = 0;
    for (let call = 0; call < CALLS; call++) {
      if ((await read(keys[call % KEYS] ?? '')) !== undefined) found++;
    }
    return found;
  },
});

const bareCache = () => {
  const cache = new LRUCache<string, typeof VALUE>({ max: KEYS, ttl: TTL_MS });
  for (const key of keys) cache.set(key, VALUE);
  return cache;
};

async function bareSync(): Promise<Contender> {
  const cache = new LRUCache<string, typeof VALUE>({ max: KEYS });
  for (const key of keys) cache.set(key, VALUE);
  return sync(BARE, (key) => cache.get(key));
}

async function bareAwaited(): Promise<Contender> {
  const cache = bareCache();
  return awaited(BARE_AWAITED, async (key) => cache.get(key));
}

async function ours(): Promise<Contender> {
  const cache = await filled(() => undefined);
  return sync(PEEK, (key) => cache.peek(key));
}

async function oursAwaited(): Promise<Contender> {
  const cache = await filled(() => undefined);
  return awaited(GET, (key) => cache.get(key));
}

function peers(): Promise<Contender>[] {
  const [bento = '', manager = '', cacheable = '', keyv = ''] = PEERS;
  return [
    (async () => {
      const cache = await filled(new Recorder().record);
      return awaited(RECORDED, (key) => cache.get(key));
    })(),
    (async () => {
      const store = bentostore().useL1Layer(memoryDriver({ maxItems: KEYS, serialize: false }));
      const cache = new BentoCache({ default: 'memory', stores: { memory: store } });
      for (const key of keys) await cache.set({ key, value: VALUE, ttl: TTL_MS });
      return awaited(bento, (key) => cache.get({ key }));
    })(),
    (async () => {
      const cache = createCache({ ttl: TTL_MS });
      for (const key of keys) await cache.set(key, VALUE);
      return awaited(manager, (key) => cache.get(key));
    })(),
    (async () => {
      const cache = new Cacheable({ ttl: TTL_MS });
      for (const key of keys) await cache.set(key, VALUE);
      return awaited(cacheable, (key) => cache.get(key));
    })(),
    (async () => {
      const cache = new Keyv({ ttl: TTL_MS });
      for (const key of keys) await cache.set(key, VALUE);
      return awaited(keyv, (key) => cache.get(key));
    })(),
  ];
}
