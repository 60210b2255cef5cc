import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import type { CacheEntry, CacheTier, TierName } from '../../../server/src/cache/tier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import {
  lookAgain,
  type StoredGeneration,
  withCache,
} from '../../../server/src/pipeline/withCache.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

describe('withCache, for other processes', () => {
  /** A cache with a tier that others read, which the test lets be written. */
  function shared(mayStore: () => Promise<boolean>, answer = aGeneration()) {
    const clock = new FakeClock();
    const options = { maxEntries: 9, maxBytes: 1e6, ttlMs: 1e9, eviction: 'lru' } as const;
    const [near, redis, disk] = [1, 2, 3].map(
      () => new MemoryTier<StoredGeneration>(options, clock),
    );
    const written = Promise.withResolvers<void>();
    const tiers = [
      {
        ...tierLike(redis as MemoryTier<StoredGeneration>, 'redis'),
        set: async (key: string, entry: CacheEntry<StoredGeneration>) => {
          await written.promise;
          await redis?.set(key, entry);
        },
      },
      tierLike(disk as MemoryTier<StoredGeneration>, 'disk'),
    ];
    const cache = new TieredCache(
      near as MemoryTier<StoredGeneration>,
      [tiers],
      clock,
      () => undefined,
    );
    const done: boolean[] = [];
    const generate = withCache(
      {
        keysOf: () => [{ endpointId: 'first', key: 'k', check: 'c' }],
        cache,
        clock,
        random: () => 0.5,
        mayRefresh: () => false,
        observe: () => undefined,
      },
      async (_, context) => {
        context.onShared?.({ mayStore, done: (isStored) => void done.push(isStored) });
        return answer;
      },
    );
    const holders = () => [near, redis, disk].map((tier) => tier?.heldUntil('k') !== undefined);
    return { ask: () => generate(aRequest(), aContext()), cache, done, written, holders };
  }

  it('says that an answer is stored once it can be read where all look', async () => {
    const { ask, done, written, holders } = shared(async () => true);
    await ask();
    await settled();
    assert.deepEqual([done, holders()], [[], [true, false, true]]);
    written.resolve();
    await settled();
    assert.deepEqual([done, holders()], [[true], [true, true, true]]);
  });

  it('keeps an answer that came too late to itself', async () => {
    const { ask, done, holders } = shared(async () => false);
    await ask();
    await settled();
    assert.deepEqual([done, holders()], [[false], [true, false, false]]);
  });

  it('says at once that an answer cannot be stored', async () => {
    const { ask, done, holders } = shared(async () => true, aGeneration({ ending: 'length' }));
    await ask();
    assert.deepEqual([done, holders()], [[false], [false, false, false]]);
  });

  it('stores nothing for others after the cache was cleared', async () => {
    const may = Promise.withResolvers<boolean>();
    const { ask, done, cache, holders } = shared(() => may.promise);
    await ask();
    await cache.clear();
    may.resolve(true);
    await settled();
    assert.deepEqual([done, holders()], [[false], [false, false, false]]);
  });

  it('finds again only what is proven to be the answer', async () => {
    const { ask, cache } = shared(async () => true);
    await ask();
    const tools = { cache, observe: () => undefined };
    const key = { endpointId: 'first', key: 'k', check: 'c' };
    assert.equal((await lookAgain([key], tools))?.text, 'sum(items)');
    assert.equal(await lookAgain([{ ...key, check: 'other' }], tools), undefined);
    assert.equal(await lookAgain([{ ...key, key: 'other' }], tools), undefined);
  });
});

/** A tier in memory under another's name. */
const tierLike = (
  tier: MemoryTier<StoredGeneration>,
  name: TierName,
): CacheTier<StoredGeneration> => ({
  name,
  isUp: true,
  get: (key) => tier.get(key),
  getMany: (keys) => tier.getMany(keys),
  set: (key, entry) => tier.set(key, entry),
  setMany: (entries) => tier.setMany(entries),
  delete: (key) => tier.delete(key),
  deleteMany: (keys) => tier.deleteMany(keys),
  clear: (prefix) => tier.clear(prefix),
  usage: () => tier.usage(),
  dispose: () => tier.dispose(),
});
