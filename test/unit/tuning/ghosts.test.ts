import { strict as assert } from 'node:assert';
import { atOnce } from '../../../server/src/base/turns.ts';
import { CAPACITY, CacheTrace } from '../../../server/src/tuning/ghosts/cacheTrace.ts';
import { type CacheShape, simulate } from '../../../server/src/tuning/ghosts/ghostCache.ts';
import { judgeCache, shaped } from '../../../server/src/tuning/ghosts/judgeCache.ts';
import { judgeWait } from '../../../server/src/tuning/ghosts/judgeWait.ts';
import { scaled, WaitTrace } from '../../../server/src/tuning/ghosts/waitTrace.ts';
import { seededRandom } from '../../../tools/random.ts';

const HOUR = 3_600_000;
const SHAPE: CacheShape = {
  maxEntries: 1_000,
  maxBytes: 1e6,
  ttlMs: 300_000,
  eviction: 'lru',
  freshMs: 600_000,
  hasFar: false,
};

/** A key as the cache has them: the same for the same number, spread over all 32 bits. */
const keyOf = (number: number): string =>
  `model_request:${Math.floor(seededRandom(number)() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')}`;

/** A trace of keys, one every so many milliseconds, all of them stored. */
function traceOf(keys: readonly number[], everyMs: number): CacheTrace {
  const trace = new CacheTrace();
  for (const [index, key] of keys.entries()) {
    trace.asked(keyOf(key), index * everyMs, 'completion', undefined);
    trace.stored(keyOf(key), 100, false);
  }
  return trace;
}

/** Some keys in turn, again and again. */
const rounds = (keys: number, times: number): number[] =>
  Array.from({ length: keys * times }, (_, index) => index % keys);

/** New keys, then the same once more, a number of times. */
const twice = (keys: number, times: number): number[] =>
  Array.from({ length: times }, (_, block) => {
    const some = Array.from({ length: keys }, (__, index) => block * keys + index);
    return [...some, ...some];
  }).flat();

const callsOf = (trace: CacheTrace, changes: Partial<CacheShape> = {}, since?: number) =>
  atOnce(simulate(trace, { ...SHAPE, ...changes }, since)).calls;

describe('a ghost of the cache', () => {
  it('misses what is older than its time to live, and what it has no room for', () => {
    const trace = traceOf(twice(10, 3), 20_000);
    assert.equal(callsOf(trace), 30);
    assert.equal(callsOf(trace, { ttlMs: 199_000 }), 60);
    assert.equal(callsOf(trace, { maxEntries: 9 }), 60);
    assert.equal(callsOf(trace, { maxBytes: 9 * 300 }), 60);
    assert.equal(callsOf(trace, { maxEntries: 9, hasFar: true }), 30);
    assert.equal(callsOf(trace, { maxEntries: 9 }, 20 * 20_000), 40);
  });

  it('evicts as the product does: a scan does not push out what is used often', () => {
    const keys: number[] = [];
    for (let round = 0; round < 20; round++) {
      keys.push(...rounds(5, 4));
      for (let scanned = 0; scanned < 20; scanned++) keys.push(1_000 + round * 20 + scanned);
    }
    const trace = traceOf(keys, 100);
    const shape = { maxEntries: 10 };
    assert.ok(callsOf(trace, { ...shape, eviction: 'lfu' }) < callsOf(trace, shape) - 50);
  });

  it('asks anew behind an answer that is no longer fresh, once in half a minute', () => {
    const trace = traceOf(rounds(1, 60), 20_000);
    assert.equal(callsOf(trace, { ttlMs: HOUR }), 2);
    assert.equal(callsOf(trace, { ttlMs: HOUR, freshMs: 100_000 }), 12);
    assert.equal(callsOf(trace, { ttlMs: HOUR, freshMs: 0 }), 31);
  });

  it('does not keep what was not stored, nor "nothing fits here" for long', () => {
    const trace = new CacheTrace();
    for (let time = 0; time < 10; time++) {
      trace.asked(keyOf(1), time * 30_000, 'completion', undefined);
      trace.asked(keyOf(2), time * 30_000, 'completion', undefined);
      trace.stored(keyOf(2), 0, true);
    }
    assert.equal(callsOf(trace), 10 + 5);
  });

  it('keeps an answer of an action fresh for its own time', () => {
    const trace = new CacheTrace();
    for (let time = 0; time < 4; time++) {
      trace.asked(keyOf(1), time * 900_000, 'action', undefined);
      trace.stored(keyOf(1), 10, false);
    }
    assert.equal(callsOf(trace, { ttlMs: HOUR }), 1);
  });

  it('of a sample of the keys misses the same share as the whole', () => {
    const random = seededRandom(7);
    const keys = Array.from({ length: 40_000 }, () => Math.floor(2_000 * random() ** 2));
    const whole = new CacheTrace();
    for (const [index, key] of keys.entries()) {
      whole.asked(keyOf(key), index * 10, 'completion', undefined);
      whole.stored(keyOf(key), 100, false);
    }
    assert.ok(whole.rate <= 0.25);
    assert.ok(whole.length <= CAPACITY);
    const { requests, calls } = atOnce(simulate(whole, { ...SHAPE, maxEntries: 800 }));
    const full = misses(keys, 800);
    assert.ok(Math.abs(calls / requests - full) < 0.05, `${calls / requests} ${full}`);
  });

  it('forgets what is older than six hours when it is full', () => {
    const trace = new CacheTrace();
    for (let index = 0; index < CAPACITY; index++)
      trace.asked(keyOf(index), index, 'completion', undefined);
    trace.asked(keyOf(1), 7 * HOUR, 'completion', undefined);
    assert.deepEqual([trace.length, trace.rate, trace.seen], [1, 1, CAPACITY + 1]);
  });

  it('counts what the cache has really saved', () => {
    const trace = new CacheTrace();
    trace.asked(keyOf(1), 0, 'completion', { bytes: 3 });
    trace.asked(keyOf(1), 10, 'completion', { bytes: 3 });
    trace.asked(keyOf(2), 20, 'completion', undefined);
    trace.asked(keyOf(1), 30, 'completion', { bytes: 3 });
    assert.equal(trace.savedSince(10), 2);
    trace.refreshed(keyOf(1));
    assert.equal(trace.savedSince(10), 1);
  });
});

describe('the judgement of ghosts', () => {
  const judged = (trace: CacheTrace, from: number, current = from) =>
    atOnce(
      judgeCache(trace, shaped(SHAPE, 'memorySeconds', current), 'memorySeconds', {
        from,
        current,
      }),
    );

  it('takes the smallest value that wins nearly all', () => {
    // Each key comes again after 200 seconds.
    const trace = traceOf(twice(10, 15), 20_000);
    const verdict = judged(trace, 75);
    assert.ok(verdict !== undefined && verdict.target >= 200 && verdict.target < 300);
    assert.equal(verdict.samples, 300);
    assert.ok(verdict.gain > 1);
    assert.equal(judged(trace, 300), undefined);
  });

  it('decides nothing over fewer than 150 requests, or for fewer than a dozen calls', () => {
    assert.equal(judged(traceOf(twice(10, 7), 20_000), 75), undefined);
    const others = Array.from({ length: 200 }, (_, index) => 1_000 + index);
    assert.equal(judged(traceOf([...others, ...twice(11, 1)], 20_000), 75), undefined);
    assert.notEqual(judged(traceOf([...others, ...twice(12, 1)], 20_000), 75), undefined);
  });

  it('leaves a knob alone where less than a twentieth more would be saved', () => {
    const soon = twice(3, 150);
    const late = (keys: number) => twice(keys, 1).map((key) => key + 1_000);
    assert.equal(judged(traceOf([...soon, ...late(20)], 20_000), 300), undefined);
    assert.notEqual(judged(traceOf([...soon, ...late(26)], 20_000), 300), undefined);
  });

  it('goes on from where a knob began, until it is there', () => {
    const trace = traceOf(twice(10, 15), 20_000);
    assert.notEqual(judged(trace, 75, 187), undefined);
    assert.equal(judged(trace, 75, 260), undefined);
  });
});

/** Waits at 200 ms: typing with a key after 250 ms, and every fifth time a pause. */
function waitsOf(factor: number, gapMs = 250): WaitTrace {
  const trace = new WaitTrace();
  let now = 0;
  for (let index = 0; index < 500; index++) {
    const waitMs = scaled(200, factor);
    trace.begun({ at: now, now, usualMs: 200, waitMs, needMs: 400 });
    const isPause = index % 5 === 0;
    if (isPause) trace.shown(now + waitMs + 400, false);
    now += isPause ? 10_000 : gapMs;
    trace.key(now);
  }
  return trace;
}

describe('a ghost of the wait', () => {
  it('tells for another factor which calls are made, and which are in time', () => {
    const trace = waitsOf(1);
    assert.deepEqual(
      [trace.simulate(1).calls, trace.simulate(2).calls, trace.simulate(0.25).calls],
      [500, 100, 500],
    );
    assert.equal(trace.simulate(1).delayMs, 600);
    assert.equal(trace.simulate(100).calls, 100);
    assert.equal(trace.simulate(2, 1e9).waits, 0);
  });

  it('takes what the next key can use for as useful as it was', () => {
    const trace = waitsOf(1);
    // Nothing was joined, so calls that were overtaken were hardly of use.
    assert.ok(trace.simulate(1).seen < 103);
    assert.equal(trace.shownSince(0), 100);
    const joined = new WaitTrace();
    for (let index = 0; index < 100; index++) {
      joined.begun({ at: index, now: index * 1_000, usualMs: 200, waitMs: 200, needMs: 400 });
      joined.key(index * 1_000 + 300);
      joined.shown(index * 1_000 + 400, true);
    }
    assert.ok(joined.simulate(1).seen > 95);
    assert.equal(joined.shownSince(50), 50);
  });

  it('moves a wait that is too short to one that costs no suggestion', () => {
    const verdict = judgeWait(waitsOf(0.25), { from: 0.25, current: 0.25 });
    assert.ok(verdict !== undefined && verdict.gain > 0.5);
    assert.ok(verdict.target > 1.25 && verdict.target < 1.35, String(verdict.target));
  });

  it('moves one that is too long back, for the suggestions that it costs', () => {
    const trace = new WaitTrace();
    let now = 0;
    for (let index = 0; index < 500; index++) {
      trace.begun({ at: now, now, usualMs: 200, waitMs: 800, needMs: 400 });
      now += index % 2 === 0 ? 700 : 100;
      trace.key(now);
    }
    const verdict = judgeWait(trace, { from: 4, current: 4 });
    assert.ok(verdict !== undefined && verdict.target < 1.5, String(verdict?.target));
  });

  it('decides nothing over few waits, or where it is well already', () => {
    assert.equal(judgeWait(new WaitTrace(), { from: 1, current: 1 }), undefined);
    assert.equal(judgeWait(waitsOf(1, 10_000), { from: 1, current: 1 }), undefined);
  });

  it('stays within the bounds of waits', () => {
    assert.deepEqual(
      [scaled(200, 1), scaled(30, 0.25), scaled(2_000, 4), scaled(10, 1)],
      [200, 25, 3_000, 10],
    );
  });
});

/** The share that an LRU cache of a size misses. */
function misses(keys: readonly number[], size: number): number {
  const held = new Map<number, true>();
  let missed = 0;
  for (const key of keys) {
    if (!held.delete(key)) missed++;
    held.set(key, true);
    const [oldest] = held.keys();
    if (held.size > size && oldest !== undefined) held.delete(oldest);
  }
  return missed / keys.length;
}
