import { strict as assert } from 'node:assert';
import { LRUCache } from 'lru-cache';
import { AgingLfu } from '../../../../server/src/cache/memory/agingLfu.ts';
import { seededRandom } from '../../../../tools/random.ts';

const lfu = (max: number, maxSize = Infinity) =>
  new AgingLfu<number>(max, maxSize, (value) => value);

describe('AgingLfu', () => {
  it('drops the least frequently used, among equals the least recently used', () => {
    const cache = lfu(3);
    for (const key of ['a', 'b', 'c']) cache.set(key, 1);
    cache.get('a');
    cache.get('c');
    cache.set('d', 1);
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((key) => cache.get(key)),
      [1, undefined, 1, 1],
    );
  });

  it('stays within its size, and keeps nothing that is larger than the whole', () => {
    const cache = lfu(10, 100);
    cache.set('a', 60);
    cache.set('b', 60);
    cache.set('c', 101);
    assert.deepEqual(
      [cache.size, cache.calculatedSize, cache.get('a'), cache.get('c')],
      [1, 60, undefined, undefined],
    );
    cache.set('b', 10);
    assert.equal(cache.calculatedSize, 10);
    assert.equal(cache.delete('b'), true);
    assert.deepEqual([cache.size, cache.calculatedSize], [0, 0]);
  });

  it('forgets former fame', () => {
    const cache = lfu(2);
    cache.set('old', 1);
    for (let index = 0; index < 50; index++) cache.get('old');
    for (let index = 0; index < 400; index++) {
      cache.set('new', 1);
      cache.get('new');
    }
    cache.set('other', 1);
    assert.equal(cache.get('old'), undefined);
    assert.equal(cache.get('new'), 1);
  });

  /** Hit rate of a cache of 200 over a trace. */
  const hitRate = (
    cache: { get(key: string): unknown; set(key: string, value: number): unknown },
    trace: readonly string[],
  ) => {
    let hits = 0;
    for (const key of trace) {
      if (cache.get(key) !== undefined) hits++;
      else cache.set(key, 1);
    }
    return hits / trace.length;
  };
  const zipf = (length: number, shiftEvery: number) => {
    const random = seededRandom(7);
    return Array.from({ length }, (_, index) => {
      const rank = Math.floor(2_000 ** random()) - 1;
      return String((rank + Math.floor(index / shiftEvery) * 137) % 2_000);
    });
  };

  it('beats LRU where popularity is steady', () => {
    const trace = zipf(100_000, Infinity);
    assert.ok(
      hitRate(lfu(200), trace) > hitRate(new LRUCache<string, number>({ max: 200 }), trace),
    );
  });

  it('reaches at least 90 % of LRU where popularity shifts', () => {
    const trace = zipf(100_000, 5_000);
    const ratio =
      hitRate(lfu(200), trace) / hitRate(new LRUCache<string, number>({ max: 200 }), trace);
    assert.ok(ratio >= 0.9, String(ratio));
  });
});
