import { strict as assert } from 'node:assert';
import type { CacheEvent } from '../../../server/src/cache/events.ts';
import { MemoryTier } from '../../../server/src/cache/memory/memoryTier.ts';
import type { CacheEntry, Invalidation, TierName } from '../../../server/src/cache/tier.ts';
import { TieredCache } from '../../../server/src/cache/tieredCache.ts';
import { anEntry } from '../../../tools/testing/entries.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';

const options = { maxEntries: 99, maxBytes: 99_999, ttlMs: 99_999, eviction: 'lru' } as const;

/** A tier of any name in memory, whose answers the test may hold back. */
class NamedTier extends MemoryTier<string> {
  override readonly name = 'memory' as never;
  override isUp = true as never;
  readonly asked: string[] = [];
  before: () => Promise<void> = async () => undefined;
  tell: (what: Invalidation) => void = () => undefined;

  constructor(name: TierName, clock: FakeClock) {
    super(options, clock);
    Object.defineProperty(this, 'name', { value: name });
  }

  override async get(key: string): Promise<CacheEntry<string> | undefined> {
    this.asked.push(key);
    await this.before();
    return this.peek(key);
  }

  onInvalidated(listener: (what: Invalidation) => void): void {
    this.tell = listener;
  }
}

function fourTiers() {
  const clock = new FakeClock();
  const events: CacheEvent[] = [];
  const [redis, disk, http] = (['redis', 'disk', 'http'] as const).map(
    (name) => new NamedTier(name, clock),
  ) as [NamedTier, NamedTier, NamedTier];
  const memory = new MemoryTier<string>(options, clock);
  const cache = new TieredCache<string>(memory, [[redis, disk], [http]], clock, (event) =>
    events.push(event),
  );
  return { clock, events, memory, redis, disk, http, cache };
}

describe('TieredCache', () => {
  it('asks near tiers first, those of one level together, far ones only when they have nothing', async () => {
    const { cache, redis, disk, http } = fourTiers();
    await http.set('far', anEntry('1'));
    assert.equal((await cache.get('far'))?.tier, 'http');
    assert.deepEqual([redis.asked, disk.asked, http.asked], [['far'], ['far'], ['far']]);
    assert.equal((await cache.get('far'))?.tier, 'memory');
    assert.equal(http.asked.length, 1);
  });

  it('serves from whichever of a level is first, and does not wait for the other', async () => {
    const { cache, redis, disk } = fourTiers();
    await disk.set('a', anEntry('1'));
    redis.before = () => new Promise(() => undefined);
    assert.equal((await cache.get('a'))?.tier, 'disk');
  });

  it('fills every tier that was asked and had nothing', async () => {
    const { cache, memory, redis, disk, http } = fourTiers();
    await http.set('a', anEntry('1'));
    await redis.set('b', anEntry('2'));
    await cache.get('a');
    await cache.get('b');
    await settled();
    assert.deepEqual(
      [memory, redis, disk, http].map((tier) => [tier.peek('a')?.value, tier.peek('b')?.value]),
      [
        ['1', '2'],
        ['1', '2'],
        ['1', '2'],
        ['1', undefined],
      ],
    );
  });

  it('does not fill after an invalidation what was found before it', async () => {
    const { cache, memory, redis, http } = fourTiers();
    await http.set('a', anEntry('1'));
    const gate = Promise.withResolvers<void>();
    http.before = () => gate.promise;
    const found = cache.get('a');
    await settled();
    await cache.clear(['memory', 'redis']);
    gate.resolve();
    await found;
    await settled();
    assert.deepEqual([memory.peek('a'), redis.peek('a')], [undefined, undefined]);
  });

  it('counts a failing tier, and goes on without it', async () => {
    const { cache, redis, disk, events } = fourTiers();
    redis.before = () => Promise.reject(new Error('down'));
    await disk.set('a', anEntry('1'));
    assert.equal((await cache.get('a'))?.entry.value, '1');
    assert.equal(await cache.get('b'), undefined);
    const errors = events.filter(({ kind }) => kind === 'tierError');
    assert.deepEqual([...new Set(errors.map(({ tier }) => tier))], ['redis']);
  });

  it('passes over a tier that is down, without counting a lookup', async () => {
    const { cache, redis, events } = fourTiers();
    Object.defineProperty(redis, 'isUp', { value: false });
    await cache.get('a');
    await cache.set('a', anEntry('1'));
    assert.deepEqual(redis.asked, []);
    assert.ok(!events.some(({ tier }) => tier === 'redis'));
  });

  it('reads, writes, deletes and clears the tiers that are named, and no other', async () => {
    const { cache, memory, redis, disk } = fourTiers();
    await cache.set('a', anEntry('1'), ['disk']);
    assert.equal(memory.peek('a'), undefined);
    assert.equal(await cache.get('a', ['memory', 'redis']), undefined);
    assert.equal((await cache.get('a', ['disk']))?.tier, 'disk');
    assert.equal(memory.peek('a'), undefined);
    await cache.set('a', anEntry('1'));
    assert.equal(await cache.delete('a', ['redis']), true);
    assert.equal(redis.peek('a'), undefined);
    assert.deepEqual(await cache.clear(['disk']), [{ tier: 'disk', entries: 1 }]);
    assert.deepEqual([memory.peek('a')?.value, disk.peek('a')], ['1', undefined]);
  });

  it('prefers the earlier key within a tier, and a nearer tier before all', async () => {
    const { cache, disk, memory } = fourTiers();
    await disk.setMany([
      ['second', anEntry('2')],
      ['first', anEntry('1')],
    ]);
    assert.equal((await cache.getFirst(['first', 'second']))?.key, 'first');
    await memory.clear();
    await memory.set('second', anEntry('2'));
    assert.equal((await cache.getFirst(['first', 'second']))?.key, 'second');
  });

  it('forgets in memory what others have invalidated', async () => {
    const { cache, memory, redis } = fourTiers();
    for (const key of ['a', 'b', 'c']) await memory.set(key, anEntry(key));
    const { epoch } = cache;
    redis.tell({ keys: ['a'] });
    assert.deepEqual([memory.peek('a'), memory.peek('b')?.value], [undefined, 'b']);
    assert.notEqual(cache.epoch, epoch);
    redis.tell('everything');
    assert.equal(memory.usage().entries, 0);
  });

  it('stores what was asked for before an entry was dropped', async () => {
    const { cache } = fourTiers();
    const { epoch } = cache;
    await cache.set('useless', anEntry('1'));
    assert.equal(await cache.drop('useless'), true);
    assert.deepEqual([await cache.get('useless'), cache.epoch], [undefined, epoch]);
  });

  it('lists the tiers that can be read where one cannot', async () => {
    const { cache, memory, events, redis } = fourTiers();
    const about = { model: 'm', file: 'f' };
    await memory.set('a', { ...anEntry('1'), about });
    redis.list = async function* list() {
      yield* [];
      throw new Error('/home/someone/answers.sqlite');
    };
    const listed = [];
    for await (const each of cache.list()) listed.push(each.tier);
    assert.deepEqual(listed, ['memory']);
    assert.deepEqual(events, [{ kind: 'tierError', tier: 'redis' }]);
  });

  it('lists what can be listed: labels, ages and sizes, and no text', async () => {
    const { cache } = fourTiers();
    const about = { model: 'm', file: 'a.ts' };
    await cache.set('a', anEntry('secret text', { about, storedAt: 7 }), ['memory', 'disk']);
    const listed = [];
    for await (const each of cache.list()) listed.push(each);
    assert.deepEqual(listed, [
      { model: 'm', file: 'a.ts', bytes: 11, storedAt: 7, tier: 'memory' },
      { model: 'm', file: 'a.ts', bytes: 11, storedAt: 7, tier: 'disk' },
    ]);
  });
});
