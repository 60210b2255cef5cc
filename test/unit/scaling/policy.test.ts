import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { decide, type ScalingReason } from '../../../server/src/scaling/policy.ts';
import { NO_MEMORY, type PolicyMemory } from '../../../server/src/scaling/policyMemory.ts';
import { type MinuteFigures, RULES } from '../../../server/src/scaling/rules.ts';

const BOUNDS = { min: 2, max: 100 };

/** A minute in which nothing is asked of the policy. */
const usual = (workers: number): MinuteFigures => ({
  cpu: 0.6,
  queue: 0,
  waitSeconds: 0.1,
  asked: 600,
  begun: 600,
  working: workers,
});

/** A pool over minutes, as the scaler has it. */
class Pool {
  workers: number;
  reason: ScalingReason | undefined;
  #memory: PolicyMemory = NO_MEMORY;
  readonly #bounds: { readonly min: number; readonly max: number };

  constructor(workers: number, bounds = BOUNDS) {
    this.workers = workers;
    this.#bounds = bounds;
  }

  /** Lets minutes pass, all with the same figures; returns how many workers there were to be after each. */
  pass(minutes: number, change: Partial<MinuteFigures> = {}): number[] {
    return Array.from({ length: minutes }, () => {
      const figures = { ...usual(this.workers), ...change };
      const { workers, reason, memory } = decide(figures, this.workers, this.#bounds, this.#memory);
      this.#memory = memory;
      this.reason = reason;
      this.workers = workers;
      return workers;
    });
  }
}

describe('the number of workers', () => {
  const afterOne = (workers: number, change: Partial<MinuteFigures>) => {
    const pool = new Pool(workers);
    pool.pass(1, change);
    return [pool.workers, pool.reason];
  };

  it('goes up by a quarter, rounded up, where one figure is above its border', () => {
    assert.deepEqual(afterOne(8, { cpu: 0.71 }), [10, 'cpu']);
    assert.deepEqual(afterOne(2, { cpu: 0.71 }), [3, 'cpu']);
    assert.deepEqual(afterOne(5, { cpu: 0.71 }), [7, 'cpu']);
    assert.deepEqual(afterOne(8, { queue: 101 }), [12, 'queue']);
    assert.deepEqual(afterOne(8, { waitSeconds: 2.1, queue: 10 }), [10, 'wait']);
  });

  it('stays at the borders', () => {
    for (const change of [{ cpu: 0.7 }, { queue: 100 }, { waitSeconds: 2, queue: 10 }]) {
      assert.deepEqual(afterOne(8, change), [8, undefined], JSON.stringify(change));
    }
  });

  it('does not go up for waits that are over', () => {
    assert.deepEqual(afterOne(8, { waitSeconds: 30, queue: 9 }), [8, undefined]);
  });

  it('goes up at once to what is asked for, where many wait', () => {
    // A worker begins 100 a minute when it has all it can take, and 70 with its processor at the border.
    const figures = { queue: 500, cpu: 1, begun: 800, asked: 3_500 };
    assert.deepEqual(afterOne(8, figures), [50, 'cpu']);
    assert.deepEqual(afterOne(8, { ...figures, cpu: 0.2 }), [50, 'queue']);
    assert.deepEqual(afterOne(8, { ...figures, queue: 100 }), [10, 'cpu']);
    assert.deepEqual(afterOne(8, { ...figures, begun: 0 }), [10, 'cpu']);
  });

  it('goes up to ten times at most in a minute, and never above the maximum', () => {
    const figures = { queue: 500, cpu: 1, begun: 100, asked: 100_000 };
    assert.deepEqual(afterOne(3, figures), [30, 'cpu']);
    assert.deepEqual(afterOne(20, figures), [100, 'cpu']);
    assert.deepEqual(afterOne(100, figures), [100, undefined]);
  });

  it('goes down by a quarter after two quiet minutes, and stays at the minimum', () => {
    const pool = new Pool(8);
    assert.deepEqual(pool.pass(6, { cpu: 0.1 }), [8, 6, 4, 3, 2, 2]);
    assert.equal(pool.reason, undefined);
  });

  it('goes down only while all three figures are below their borders', () => {
    for (const change of [
      { cpu: 0.3, queue: 10 },
      { cpu: 0.1, queue: 10 },
      { cpu: 0.1, waitSeconds: 1 },
    ]) {
      assert.deepEqual(new Pool(8).pass(20, change).at(-1), 8, JSON.stringify(change));
    }
    assert.deepEqual(new Pool(8).pass(3, { cpu: 0.3 }), [8, 8, 8]);
  });

  it('goes down, too, after eight calm minutes in which a quarter fewer would have been enough', () => {
    assert.deepEqual(new Pool(8).pass(8, { cpu: 0.47 }), [8, 8, 8, 8, 8, 8, 8, 6]);
    assert.equal(new Pool(8).pass(30, { cpu: 0.48 }).at(-1), 8);
    // Each step has eight minutes of its own.
    const pool = new Pool(8);
    pool.pass(8, { cpu: 0.4 });
    assert.deepEqual(pool.pass(8, { cpu: 0.4 }), [6, 6, 6, 6, 6, 6, 6, 4]);
  });

  it('begins to count quiet minutes anew after one that was not', () => {
    const pool = new Pool(8);
    pool.pass(1, { cpu: 0.1 });
    pool.pass(1);
    assert.deepEqual(pool.pass(2, { cpu: 0.1 }), [8, 6]);
    const calm = new Pool(8);
    calm.pass(7, { cpu: 0.4 });
    calm.pass(1);
    assert.deepEqual(calm.pass(8, { cpu: 0.4 }), [8, 8, 8, 8, 8, 8, 8, 6]);
  });

  it('does not go up for the work of those that leave', () => {
    assert.deepEqual(afterOne(8, { cpu: 0.6, working: 16 }), [8, undefined]);
  });

  it('does not go down within ten minutes after it went up', () => {
    const pool = new Pool(8);
    pool.pass(1, { cpu: 0.8 });
    assert.deepEqual(pool.pass(10, { cpu: 0.1 }), [10, 10, 10, 10, 10, 10, 10, 10, 10, 7]);
  });

  it('does not go below a number for an hour that proved too small', () => {
    const pool = new Pool(8);
    pool.pass(2, { cpu: 0.1 });
    assert.deepEqual(pool.pass(1, { cpu: 0.86 }), [8]);
    assert.equal(pool.pass(59, { cpu: 0.1 }).at(-1), 8);
    assert.deepEqual(pool.pass(2, { cpu: 0.1 }), [6, 4]);
  });

  it('does not undo a step down within ten minutes because processors are a little busy', () => {
    const pool = new Pool(8);
    pool.pass(2, { cpu: 0.1 });
    assert.deepEqual(pool.pass(10, { cpu: 0.85 }), Array(10).fill(6));
    assert.deepEqual(pool.pass(1, { cpu: 0.71 }), [8]);
    const other = new Pool(8);
    other.pass(2, { cpu: 0.1 });
    assert.deepEqual(other.pass(1, { queue: 101 }), [9]);
  });

  it('forgets a step down that has proved right', () => {
    const pool = new Pool(8);
    pool.pass(2, { cpu: 0.1 });
    pool.pass(10);
    pool.pass(1, { cpu: 0.8 });
    assert.equal(pool.workers, 8);
    assert.deepEqual(pool.pass(10, { cpu: 0.1 }).at(-1), 6);
  });

  it('waits a minute after a step up while what had waited goes', () => {
    const pool = new Pool(8);
    pool.pass(1, { queue: 500, asked: 800, begun: 800, cpu: 1 });
    assert.equal(pool.workers, 12);
    assert.deepEqual(pool.pass(1, { queue: 150, asked: 800, begun: 900, cpu: 0.9 }), [12]);
    // After that it has had its time.
    assert.deepEqual(pool.pass(1, { queue: 150, asked: 800, begun: 900, cpu: 0.9 }), [16]);
  });

  it('does not add to workers that are on their way', () => {
    const pool = new Pool(8);
    pool.pass(1, { queue: 500, cpu: 1, asked: 1_600, begun: 800 });
    assert.equal(pool.workers, 23);
    assert.deepEqual(pool.pass(1, { cpu: 0.95, working: 16 }), [23]);
    assert.deepEqual(
      pool.pass(1, { cpu: 1, queue: 500, working: 16, asked: 1_600, begun: 1_600 }),
      [23],
    );
    assert.deepEqual(pool.pass(1, { cpu: 0.95, working: 20 }), [23]);
    assert.deepEqual(pool.pass(1, { cpu: 0.95, working: 23 }), [29]);
  });

  it('stops adding for those who wait where more workers begin nothing more, for an hour', () => {
    const pool = new Pool(8);
    // A model's own limit: 800 a minute, whoever asks.
    const limited = { cpu: 0.2, queue: 500, asked: 1_000, begun: 800 };
    assert.deepEqual(pool.pass(61, limited), Array(61).fill(15));
    assert.deepEqual(pool.pass(1, limited), [27]);
    const other = new Pool(8);
    other.pass(2, limited);
    assert.deepEqual(other.pass(1, { cpu: 0.8 }), [19]);
  });

  describe('judges in the three minutes after a step up whether it was in vain', () => {
    const limited = { cpu: 0.2, queue: 500, asked: 1_000, begun: 800 };
    /** The number after a step from 8 to 15, and as many minutes in which nobody new is there yet, then one like this. */
    const stepAfter = (minutes: number, change: Partial<MinuteFigures>) => {
      const pool = new Pool(8);
      pool.pass(1, limited);
      assert.deepEqual(pool.pass(minutes, { ...limited, working: 8 }), Array(minutes).fill(15));
      return pool.pass(1, { ...limited, ...change })[0];
    };

    it('and not later', () => {
      assert.equal(stepAfter(2, {}), 15);
      assert.equal(stepAfter(3, {}), 27);
    });

    it('once a tenth more workers are there', () => {
      assert.equal(stepAfter(0, { working: 8.9 }), 15);
      assert.equal(stepAfter(0, { working: 8.7, asked: 1_010 }), 16);
    });

    it('by whether they begin at least a fourth of what would be in proportion', () => {
      assert.equal(stepAfter(0, { begun: 970 }), 15);
      assert.equal(stepAfter(0, { begun: 980 }), 22);
    });
  });

  it('goes on adding where more workers begin more', () => {
    const pool = new Pool(8);
    pool.pass(1, { cpu: 0.2, queue: 500, asked: 1_000, begun: 800 });
    const next = pool.pass(1, { cpu: 0.2, queue: 500, asked: 1_600, begun: 1_400 });
    assert.ok((next[0] ?? 0) > 15, String(next));
  });

  it('is within the bounds at once when these change', () => {
    const below = new Pool(2, { min: 4, max: 10 });
    assert.deepEqual([...below.pass(1), below.reason], [4, 'bounds']);
    const above = new Pool(20, { min: 4, max: 10 });
    assert.deepEqual([...above.pass(1), above.reason], [10, 'bounds']);
  });

  it('stays where a figure is none', () => {
    for (const name of ['cpu', 'queue', 'waitSeconds', 'asked', 'begun', 'working']) {
      assert.deepEqual(
        afterOne(8, { cpu: 0.9, queue: 500, [name]: Number.NaN }),
        [8, undefined],
        name,
      );
    }
  });

  it('is a whole number within the bounds whatever the figures are, and is never turned back within ten minutes of a step up', () => {
    const minute = fc.record({
      cpu: fc.double({ min: 0, max: 1 }),
      queue: fc.nat(5_000),
      waitSeconds: fc.double({ min: 0, max: 60 }),
      asked: fc.nat(100_000),
      begun: fc.nat(100_000),
      working: fc.double({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(minute, { maxLength: 60 }), (minutes) => {
        const pool = new Pool(2);
        let upAt = Number.NEGATIVE_INFINITY;
        for (const [index, figures] of minutes.entries()) {
          const before = pool.workers;
          pool.pass(1, figures);
          assert.ok(Number.isInteger(pool.workers));
          assert.ok(pool.workers >= BOUNDS.min && pool.workers <= BOUNDS.max);
          if (pool.workers > before) upAt = index;
          if (pool.workers < before) {
            assert.ok(index - upAt >= RULES.settleMinutes);
            assert.ok(before - pool.workers <= Math.ceil(before * RULES.step));
          }
        }
      }),
    );
  });

  it('has figures that ask for nothing', () => {
    assert.deepEqual(new Pool(8).pass(30), Array(30).fill(8));
  });
});
