import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { kubernetes, oracle, toTheLetter } from '../../../bench/gateway/autoscalers.ts';
import { dayOfLoad } from '../../../bench/gateway/dayOfLoad.ts';
import { EventHeap } from '../../../bench/gateway/eventHeap.ts';
import { flapsOf, turnedBack } from '../../../bench/gateway/flapping.ts';
import { CPU_SECONDS, simulate } from '../../../bench/gateway/simulatedFleet.ts';

describe('flapping', () => {
  it('is a change that is turned back within ten minutes', () => {
    assert.deepEqual(turnedBack([2, 3, 4, 5, 5]), []);
    assert.deepEqual(turnedBack([2, 3, 2]), [{ at: 2, before: 1, isUp: false }]);
    assert.deepEqual(turnedBack([4, 3, ...Array(8).fill(3), 4]).length, 1);
    assert.deepEqual(turnedBack([4, 3, ...Array(9).fill(3), 4]).length, 0);
  });

  it('has a reason where the load has turned by a quarter', () => {
    assert.equal(flapsOf([8, 6, 6, 8], [8, 5, 6, 8]), 1);
    assert.equal(flapsOf([8, 6, 6, 8], [4, 5, 5, 8]), 0);
    assert.equal(flapsOf([6, 8, 8, 6], [8, 5, 8, 8]), 1);
    assert.equal(flapsOf([6, 8, 8, 6], [8, 5, 5, 8]), 0);
  });
});

describe('the simulated day', () => {
  it('has events in the order of their times', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50)), (times) => {
        const heap = new EventHeap<number>();
        for (const at of times) heap.add(at, at);
        const taken = times.map(() => {
          const at = heap.nextAt;
          assert.equal(heap.take(), at);
          return at;
        });
        assert.deepEqual(
          taken,
          times.toSorted((one, other) => one - other),
        );
        assert.equal(heap.nextAt, Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('has load that is ten times as much at once, twice', () => {
    const load = dayOfLoad(1);
    assert.equal(load.length, 86_400);
    const jumps = load.filter((rate, second) => rate > 8 * (load[second - 1] ?? rate));
    assert.equal(jumps.length, 2);
    assert.deepEqual(dayOfLoad(1), load);
  });

  /** Ten minutes of so many requests a second. */
  const tenMinutes = (rate: number, workers: number, startSeconds = 0) =>
    simulate({
      perSecond: Array(600).fill(rate),
      seed: 1,
      startSeconds,
      choose: (minute) => (minute < 2 ? 2 : workers),
    });

  it('loads processors as much as is asked of them, and nobody waits where they suffice', () => {
    const last = tenMinutes(20, 4).at(-1);
    assert.ok(last !== undefined);
    assert.ok(Math.abs(last.figures.cpu - (20 * CPU_SECONDS) / 4) < 0.05, String(last.figures.cpu));
    assert.equal(last.figures.queue, 0);
    assert.ok(last.figures.waitSeconds < 0.3, String(last.figures.waitSeconds));
    assert.ok(last.made.late / last.made.count < 0.02);
  });

  it('makes requests wait, and refuses them, where workers are too few', () => {
    const minutes = tenMinutes(100, 2);
    const last = minutes.at(-1);
    assert.ok(last !== undefined);
    assert.ok(last.figures.queue > 300, String(last.figures.queue));
    assert.ok(last.figures.begun < last.figures.asked);
    // Of the last minutes it is not known yet.
    const { late, count } = minutes[7]?.made ?? { late: 0, count: 1 };
    assert.ok(late / count > 0.9);
  });

  it('has workers only when they have started', () => {
    const minutes = tenMinutes(20, 6, 30);
    const working = minutes.map(({ figures }) => figures.working.toFixed(1));
    assert.deepEqual(working.slice(0, 4), ['2.0', '2.0', '4.0', '6.0']);
  });

  it('is judged by an oracle that knows the busiest ten seconds of each minute', () => {
    const load = [...Array(30).fill(10), ...Array(10).fill(100), ...Array(20).fill(10)];
    const bounds = { min: 1, max: 50 };
    assert.equal(oracle(load, 0.5, bounds)(0, 0, undefined), (100 * CPU_SECONDS) / 0.5);
    assert.equal(oracle(load, 0.01, bounds)(0, 0, undefined), 50);
    assert.equal(oracle([0], 0.5, bounds)(0, 0, undefined), 1);
  });

  it('is compared with an autoscaler of Kubernetes', () => {
    const workersOf = (...minutes: object[]) => {
      const choose = kubernetes({ min: 2, max: 50 });
      const usual = { cpu: 0.6, queue: 0, waitSeconds: 0, asked: 1, begun: 1, working: 8 };
      return minutes.reduce<number>(
        (workers, change, minute) => choose(minute + 1, workers, { ...usual, ...change }),
        8,
      );
    };
    assert.equal(workersOf({}), 8);
    assert.equal(workersOf({ cpu: 0.69 }), 8);
    assert.equal(workersOf({ cpu: 0.72 }), 10);
    assert.equal(workersOf({ queue: 1_000 }), 20);
    assert.equal(workersOf({ queue: 100_000 }), 50);
    assert.equal(workersOf({ waitSeconds: 3, queue: 10 }), 10);
    assert.equal(workersOf({}, { cpu: 0.1 }), 8);
    assert.equal(workersOf({ cpu: 0.1 }), 6);
  });

  it('is compared with the rules to the letter', () => {
    const choose = toTheLetter({ min: 2, max: 9 });
    const figures = { cpu: 0.5, queue: 0, waitSeconds: 0, asked: 1, begun: 1, working: 8 };
    assert.equal(choose(0, 0, undefined), 2);
    assert.equal(choose(1, 4, { ...figures, cpu: 0.71 }), 5);
    assert.equal(choose(1, 9, { ...figures, waitSeconds: 2.1 }), 9);
    assert.equal(choose(1, 8, { ...figures, cpu: 0.2 }), 6);
    assert.equal(choose(1, 2, { ...figures, cpu: 0.2 }), 2);
    assert.equal(choose(1, 8, { ...figures, cpu: 0.2, queue: 10 }), 8);
  });
});
