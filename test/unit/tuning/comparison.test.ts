import { strict as assert } from 'node:assert';
import { normal } from '../../../server/src/base/normal.ts';
import { bounded, knobTable } from '../../../server/src/tuning/knobTable.ts';
import { BettingTest } from '../../../server/src/tuning/live/bettingTest.ts';
import {
  type Compared,
  Comparison,
  neighbour,
} from '../../../server/src/tuning/live/comparison.ts';
import { Baseline, HarmWatch, LEAST_BASELINE } from '../../../server/src/tuning/live/harmWatch.ts';
import { seededRandom } from '../../../tools/random.ts';

const VALUES = { knob: 'batchSize', control: 5, candidate: 6 } as const;

/** A baseline of so many calls of 100 ms, spread. */
function baselineOf(random: () => number, count = 60): Baseline {
  const baseline = new Baseline();
  for (let call = 0; call < count; call++) baseline.add({ ms: drawn(random), isError: false });
  return baseline;
}

const drawn = (random: () => number): number => 100 * Math.exp(0.4 * normal(random));

/** The end of a comparison in which calls of the candidate take so many times as long. */
function compare(seed: number, factor: number, skip = 0): Compared {
  const random = seededRandom(seed);
  const comparison = new Comparison(VALUES, baselineOf(random), random, skip);
  for (;;) {
    const call = comparison.begin();
    const ms = drawn(random) * (call.isCandidate ? factor : 1);
    const compared = comparison.end(call, ms, false);
    if (compared !== undefined) return compared;
  }
}

describe('a comparison of two values over calls', () => {
  it('takes one that is better by a third, with what it has won', () => {
    const { reason, samples, gain } = compare(1, 0.67);
    assert.equal(reason, undefined);
    assert.ok(samples < 300 && gain > 0.2, `${samples} ${gain}`);
  });

  it('takes none that is the same, within so many calls', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { reason, samples } = compare(seed, 1);
      assert.ok(reason === 'notBetter' || reason === 'slower');
      assert.ok(samples <= 1_600);
    }
  });

  it('takes none that is better by less than a twentieth, however sure that is', () => {
    const random = seededRandom(3);
    const comparison = new Comparison(VALUES, { calls: [] }, random);
    let compared: Compared | undefined;
    while (compared === undefined) {
      const call = comparison.begin();
      compared = comparison.end(call, call.isCandidate ? 97 : 100, false);
    }
    assert.deepEqual([compared.reason, compared.samples], ['notBetter', 1_600]);
  });

  it('gives up one that is slower by half within forty calls', () => {
    const samples = [1, 2, 3, 4, 5].map((seed) => {
      const compared = compare(seed, 1.5);
      assert.equal(compared.reason, 'slower');
      return compared.samples;
    });
    assert.ok(samples.sort((one, other) => one - other)[2] ?? 99 <= 40, String(samples));
  });

  it('gives it up at once where the candidate fails and the others did not', () => {
    const random = seededRandom(1);
    const comparison = new Comparison(VALUES, baselineOf(random), random);
    for (;;) {
      const call = comparison.begin();
      const compared = comparison.end(call, 100, call.isCandidate);
      if (compared === undefined) continue;
      assert.equal(compared.reason, 'errors');
      assert.ok(compared.samples <= 5);
      return;
    }
  });

  it('begins as many calls under each value, in windows of four by chance', () => {
    const comparison = new Comparison(VALUES, { calls: [] }, seededRandom(5));
    const order = Array.from({ length: 800 }, () => {
      const value = comparison.value;
      assert.equal(comparison.begin().isCandidate, value === VALUES.candidate);
      return value;
    });
    assert.equal(order.filter((value) => value === 6).length, 400);
    const firsts = order
      .filter((_, index) => index % 8 === 0)
      .filter((value) => value === 6).length;
    assert.ok(firsts > 35 && firsts < 65, String(firsts));
    for (let index = 0; index < 800; index += 4)
      assert.equal(new Set(order.slice(index, index + 4)).size, 1);
  });

  it('leaves out the calls that those of the former window bear on', () => {
    const comparison = new Comparison(VALUES, { calls: [] }, seededRandom(5), 6);
    const counted = Array.from({ length: 40 }, () => comparison.begin().block !== undefined);
    const window = [...Array(6).fill(false), ...Array(4).fill(true)];
    assert.deepEqual(counted, [...window, ...window, ...window, ...window]);
  });

  it('says nothing of calls that were called off', () => {
    const random = seededRandom(2);
    const comparison = new Comparison(VALUES, baselineOf(random), random);
    for (let calls = 0; calls < 200; calls++) comparison.forget(comparison.begin());
    assert.equal(comparison.calls, 0);
  });
});

describe('the test by bets', () => {
  it('wins no more than it may by chance', () => {
    let won = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const random = seededRandom(seed);
      const test = new BettingTest();
      let most = 0;
      for (let block = 0; block < 100; block++) {
        const four = () => Array.from({ length: 4 }, () => normal(random));
        test.add(four(), four());
        most = Math.max(most, test.wealth);
      }
      if (most >= 20) won++;
    }
    assert.ok(won <= 15, String(won));
  });

  it('wins where one is really slower, and never loses all', () => {
    const [test, other] = [new BettingTest(), new BettingTest()];
    for (let block = 0; block < 30; block++) {
      test.add([3, 4], [1, 2]);
      other.add([1, 2], [3, 4]);
    }
    assert.ok(test.wealth > 100);
    assert.ok(other.wealth > 0);
    assert.equal(new BettingTest().wealth, 1);
  });
});

describe('the watch for harm', () => {
  it('allows errors as many as there were, and half a point more', () => {
    const before = Array.from({ length: 100 }, (_, index) => ({ ms: 100, isError: index < 10 }));
    const watch = new HarmWatch(before, 1e9);
    for (let call = 0; call < 19; call++) watch.add({ ms: 100, isError: false });
    assert.equal(watch.add({ ms: 100, isError: true }), undefined);
    assert.equal(watch.add({ ms: 100, isError: true }), undefined);
    assert.equal(watch.add({ ms: 100, isError: true }), 'errors');
  });

  it('sees that only the slowest calls became slower', () => {
    const random = seededRandom(4);
    const watch = new HarmWatch(baselineOf(random, 200).calls, 6);
    let calls = 0;
    while (calls++ < 400) {
      const ms = drawn(random) * (random() < 0.15 ? 3 : 1);
      if (watch.add({ ms, isError: false }) === 'slower') break;
    }
    assert.ok(calls < 150, String(calls));
  });

  it('allows as much as it is told to', () => {
    const before = Array.from({ length: 200 }, (_, index) => ({ ms: index, isError: false }));
    const ends = (allowance: number) => {
      const random = seededRandom(6);
      const watch = new HarmWatch(before, 400, allowance);
      return Array.from({ length: 3_000 }, () =>
        watch.add({ ms: 14 + 186 * random(), isError: false }),
      ).some((reason) => reason === 'slower');
    };
    assert.deepEqual([ends(0), ends(0.15)], [true, false]);
  });

  it('knows nothing without calls to compare with', () => {
    const watch = new HarmWatch([], 2);
    for (let call = 0; call < 50; call++)
      assert.equal(watch.add({ ms: 1e6, isError: false }), undefined);
  });

  it('remembers the last 200 calls before', () => {
    const baseline = new Baseline();
    for (let call = 0; call < 250; call++) {
      assert.equal(baseline.isEnough, call >= LEAST_BASELINE);
      baseline.add({ ms: call, isError: false });
    }
    assert.deepEqual([baseline.calls.length, baseline.calls[0]?.ms], [200, 50]);
  });
});

describe('the values beside one', () => {
  it('are a step away, one at least, and within the bounds', () => {
    assert.equal(neighbour('batchSize', 5, true), 6);
    assert.equal(neighbour('batchSize', 5, false), 4);
    assert.equal(neighbour('batchSize', 10, true), 12);
    assert.equal(neighbour('batchSize', 12, true), undefined);
    assert.equal(neighbour('batchSize', 2, false), undefined);
    assert.equal(neighbour('memorySeconds', 300, true), bounded('memorySeconds', 360));
    assert.equal(neighbour('waitFactor', 1, false), 1 / knobTable.waitFactor.step);
  });
});
