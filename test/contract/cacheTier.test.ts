import { strict as assert } from 'node:assert';
import { MemoryTier } from '../../server/src/cache/memoryTier.ts';
import type { CacheTier } from '../../server/src/cache/tier.ts';
import { FakeClock } from '../support/fakeClock.ts';

const entry = (value: string, expiresAt = Number.MAX_SAFE_INTEGER) => ({
  value,
  bytes: value.length,
  expiresAt,
});

/** What every tier promises; each tier adds a line below. */
function contract(name: string, create: (clock: FakeClock) => CacheTier<string>): void {
  describe(`cache tier: ${name}`, () => {
    let clock: FakeClock;
    let tier: CacheTier<string>;

    beforeEach(() => {
      clock = new FakeClock();
      tier = create(clock);
    });

    afterEach(() => tier.dispose());

    it('gives back what was set', async () => {
      await tier.set('a', entry('1'));
      assert.equal((await tier.get('a'))?.value, '1');
      assert.equal(await tier.get('b'), undefined);
    });

    it('replaces, deletes and clears', async () => {
      await tier.set('a', entry('1'));
      await tier.set('a', entry('2'));
      await tier.set('b', entry('3'));
      assert.equal((await tier.get('a'))?.value, '2');
      assert.equal(await tier.delete('a'), true);
      assert.equal(await tier.delete('a'), false);
      assert.equal(await tier.clear(), 1);
      assert.equal(await tier.get('b'), undefined);
      assert.deepEqual(tier.usage(), { entries: 0, bytes: 0 });
    });

    it('serves nothing from its expiry on', async () => {
      await tier.set('a', entry('1', clock.now() + 100));
      await clock.pass(99);
      assert.equal((await tier.get('a'))?.value, '1');
      await clock.pass(1);
      assert.equal(await tier.get('a'), undefined);
    });

    it('accounts for entries and bytes', async () => {
      await tier.set('a', entry('x'.repeat(1_000)));
      const { entries, bytes } = tier.usage();
      assert.equal(entries, 1);
      assert.ok(bytes >= 1_000 && bytes < 2_000, String(bytes));
    });
  });
}

const options = { maxEntries: 3, maxBytes: 10_000, ttlMs: 1_000_000 };
contract('memory', (clock) => new MemoryTier(options, clock));

describe('MemoryTier', () => {
  it('drops the least recently used beyond its number', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    for (const key of ['a', 'b', 'c']) await tier.set(key, entry(key));
    tier.peek('a');
    await tier.set('d', entry('d'));
    assert.equal(tier.peek('b'), undefined);
    assert.equal(tier.peek('a')?.value, 'a');
  });

  it('stays within its bytes, and refuses what is larger by itself', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    await tier.set('a', entry('x'.repeat(6_000)));
    await tier.set('b', entry('x'.repeat(6_000)));
    await tier.set('c', entry('x'.repeat(11_000)));
    assert.equal(tier.peek('a'), undefined);
    assert.equal(tier.peek('c'), undefined);
    assert.ok(tier.usage().bytes <= 10_000);
  });

  it('keeps nothing longer than its own time to live', async () => {
    const clock = new FakeClock();
    const tier = new MemoryTier<string>({ ...options, ttlMs: 50 }, clock);
    await tier.set('a', entry('1'));
    await clock.pass(50);
    assert.equal(tier.peek('a'), undefined);
  });
});
