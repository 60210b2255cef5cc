import { strict as assert } from 'node:assert';
import { detectKeyvStorage, Keyv } from 'keyv';
import { KeyvTieredStore, MemoryTier, TieredCache } from '../../server/src/cache/index.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';

const options = { maxEntries: 99, maxBytes: 99_999, ttlMs: 1e9, eviction: 'lru' } as const;

function store() {
  const clock = new FakeClock();
  clock.wallOffsetMs = Date.now();
  const near = new MemoryTier<string>(options, clock);
  const cache = new TieredCache<string>(near, [], clock, () => undefined);
  return { clock, cache, adapter: new KeyvTieredStore(cache, clock) };
}

describe('the tiered cache under Keyv 6', () => {
  it('is taken for what it is: a storage that knows absolute expiry', () => {
    const { adapter } = store();
    assert.equal(detectKeyvStorage(adapter).compatible, true);
    assert.equal(adapter.capabilities.expires, true);
  });

  it('is given the moment of expiry, and keeps to it on its own clock', async () => {
    const { adapter, clock } = store();
    const keyv = new Keyv({ store: adapter, namespace: 'n' });
    await keyv.set('a', { is: 1 }, 5_000);
    assert.deepEqual(await keyv.get('a'), { is: 1 });
    await clock.pass(4_000);
    assert.equal(await adapter.has('a'), true);
    await clock.pass(2_000);
    assert.equal(await adapter.has('a'), false);
  });

  it('takes what is over already for nothing', async () => {
    const { adapter, clock } = store();
    await adapter.set('a', '1', clock.now() - 1);
    assert.equal(await adapter.get('a'), undefined);
  });

  it('keeps namespaces apart, in reading, deleting and clearing', async () => {
    const { adapter, cache, clock } = store();
    const one = new Keyv({ store: adapter, namespace: 'one' });
    const other = new Keyv({ store: new KeyvTieredStore(cache, clock), namespace: 'one_' });
    await one.set('k', 1);
    await other.set('k', 2);
    await one.clear();
    assert.deepEqual([await one.get('k'), await other.get('k')], [undefined, 2]);
    await one.setMany([
      { key: 'a', value: 1 },
      { key: 'b', value: 2 },
    ]);
    assert.deepEqual(await one.getMany(['b', 'nothing', 'a']), [2, undefined, 1]);
    assert.deepEqual(await one.hasMany(['a', 'nothing']), [true, false]);
    assert.deepEqual(await one.deleteMany(['a', 'nothing']), [true, false]);
  });

  it('without a namespace clears everything', async () => {
    const { adapter, cache } = store();
    await adapter.set('a', '1');
    await adapter.clear();
    assert.equal(cache.usage().memory?.entries, 0);
  });
});
