import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../../../server/src/cache/memory/memoryTier.ts';
import { anEntry } from '../../../../tools/testing/entries.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const options = { maxEntries: 3, maxBytes: 10_000, ttlMs: 1_000_000, eviction: 'lru' } as const;

describe('MemoryTier', () => {
  it('drops the least recently used beyond its number', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    for (const key of ['a', 'b', 'c']) await tier.set(key, anEntry(key));
    tier.peek('a');
    await tier.set('d', anEntry('d'));
    assert.equal(tier.peek('b'), undefined);
    assert.equal(tier.peek('a')?.value, 'a');
  });

  it('stays within its bytes, and refuses what is larger by itself', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    await tier.set('a', anEntry('x'.repeat(6_000)));
    await tier.set('b', anEntry('x'.repeat(6_000)));
    await tier.set('c', anEntry('x'.repeat(11_000)));
    assert.equal(tier.peek('a'), undefined);
    assert.equal(tier.peek('c'), undefined);
    assert.ok(tier.usage().bytes <= 10_000);
  });

  it('keeps nothing longer than its own time to live', async () => {
    const clock = new FakeClock();
    const tier = new MemoryTier<string>({ ...options, ttlMs: 50 }, clock);
    await tier.set('a', anEntry('1'));
    await clock.pass(50);
    assert.equal(tier.peek('a'), undefined);
  });
});
