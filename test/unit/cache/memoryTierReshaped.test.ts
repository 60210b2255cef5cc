import { strict as assert } from 'node:assert';
import { MemoryTier, type MemoryTierOptions } from '../../../server/src/cache/memory/memoryTier.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('a memory tier whose options change', () => {
  let clock: FakeClock;
  let options: MemoryTierOptions;
  let tier: MemoryTier<string>;

  beforeEach(() => {
    clock = new FakeClock();
    options = { maxEntries: 4, maxBytes: 10_000, ttlMs: 1_000, eviction: 'lru' };
    tier = new MemoryTier(() => options, clock);
  });

  const entry = (text: string) => ({
    value: text,
    bytes: text.length,
    storedAt: clock.now(),
    freshUntil: clock.now() + 1e9,
    expiresAt: clock.now() + 1e9,
    costMs: 1,
  });
  const put = (...keys: string[]) => {
    for (const key of keys) void tier.set(key, entry(key));
  };
  const held = (...keys: string[]) => keys.filter((key) => tier.peek(key) !== undefined);

  it('keeps what was used last when it becomes smaller, and all when it becomes larger', () => {
    put('a', 'b', 'c', 'd');
    tier.peek('a');
    options = { ...options, maxEntries: 3 };
    assert.deepEqual(held('a', 'b', 'c', 'd').length, 4);
    tier.peek('c');
    tier.peek('a');
    put('e');
    assert.deepEqual(held('a', 'b', 'c', 'd', 'e'), ['a', 'c', 'e']);
    options = { ...options, maxEntries: 10 };
    put('f', 'g', 'h');
    assert.deepEqual(held('a', 'c', 'e', 'f', 'g', 'h').length, 6);
  });

  it('evicts by the other rule from then on', () => {
    put('a', 'b', 'c', 'd');
    options = { ...options, eviction: 'lfu' };
    put('d');
    for (let times = 0; times < 3; times++) tier.peek('a');
    put('e', 'f', 'g', 'h');
    assert.deepEqual(held('a', 'b', 'c'), ['a']);
  });

  it('keeps what comes then for another time', async () => {
    put('a');
    options = { ...options, ttlMs: 5_000 };
    put('b');
    await clock.pass(1_500);
    assert.deepEqual(held('a', 'b'), ['b']);
  });
});
