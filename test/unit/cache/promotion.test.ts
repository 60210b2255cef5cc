import { strict as assert } from 'node:assert';
import type { CacheEvent } from '../../../server/src/cache/events.ts';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import { anEntry } from '../../../tools/testing/entries.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const FIVE_MINUTES = 300_000;

/** A tier of this machine that can be looked at. */
class LocalTier extends MemoryTier<string> {
  looks: (readonly string[])[] = [];
  before: () => Promise<void> = async () => undefined;

  async look(keys: readonly string[]) {
    this.looks.push(keys);
    await this.before();
    return this.getMany(keys);
  }
}

describe('promotion', () => {
  for (const eviction of ['lru', 'lfu'] as const) {
    describe(`into memory with ${eviction}`, () => {
      const clock = new FakeClock();
      const options = { maxEntries: 99, maxBytes: 99_999, ttlMs: FIVE_MINUTES, eviction } as const;
      const setUp = () => {
        const events: CacheEvent[] = [];
        const far = new MemoryTier<string>({ ...options, ttlMs: 1e9 }, clock);
        Object.defineProperty(far, 'name', { value: 'redis' });
        const disk = new LocalTier({ ...options, ttlMs: 1e9 }, clock);
        Object.defineProperty(disk, 'name', { value: 'disk' });
        const memory = new MemoryTier<string>(options, clock);
        const cache = new TieredCache<string>(memory, [[far, disk]], clock, (event) =>
          events.push(event),
        );
        return { events, far, disk, memory, cache };
      };

      it('copies what a tier of this machine has, counts nothing, and asks no other tier', async () => {
        const { events, far, disk, cache } = setUp();
        await disk.set('a', anEntry('1'));
        await far.set('b', anEntry('2'));
        const promoted = await cache.promote(['a', 'b'], () => 1);
        assert.deepEqual(promoted, [{ key: 'a', until: clock.now() + FIVE_MINUTES }]);
        assert.deepEqual([cache.peek('a'), cache.peek('b')], ['1', undefined]);
        assert.deepEqual([events, disk.looks], [[], [['a', 'b']]]);
      });

      it('keeps each for its part of the usual time, and never beyond its own expiry', async () => {
        const { disk, cache, memory } = setUp();
        await disk.set('a', anEntry('1'));
        await disk.set('b', anEntry('2', { expiresAt: clock.now() + 1_000 }));
        await cache.promote(['a', 'b'], () => 0.5);
        assert.equal(memory.heldUntil('a'), clock.now() + FIVE_MINUTES / 2);
        await clock.pass(1_000);
        assert.deepEqual([memory.heldUntil('b'), cache.peek('b')], [undefined, undefined]);
        await clock.pass(FIVE_MINUTES / 2);
        assert.equal(cache.peek('a'), undefined);
      });

      it('leaves alone what stays long enough yet, and copies anew what does not', async () => {
        const { disk, cache } = setUp();
        await disk.set('a', anEntry('1'));
        await cache.promote(['a'], () => 1);
        await clock.pass(150_000);
        assert.deepEqual(await cache.promote(['a'], () => 1), []);
        await clock.pass(1);
        assert.equal((await cache.promote(['a'], () => 1)).length, 1);
        assert.equal(disk.looks.length, 2);
      });

      it('brings nothing back that was removed meanwhile', async () => {
        const { disk, cache } = setUp();
        await disk.set('a', anEntry('1'));
        disk.before = async () => void (await cache.clear(['memory']));
        assert.deepEqual(await cache.promote(['a'], () => 1), []);
        assert.equal(cache.peek('a'), undefined);
      });

      it('is no failure where a tier fails', async () => {
        const { events, disk, cache } = setUp();
        disk.before = () => Promise.reject(new Error('scripted'));
        assert.deepEqual(await cache.promote(['a'], () => 1), []);
        assert.deepEqual(events, [{ kind: 'tierError', tier: 'disk' }]);
      });
    });
  }
});
