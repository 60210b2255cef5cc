import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { SlidingWindow } from '../../../server/src/limits/slidingWindow.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('SlidingWindow', () => {
  it('grants no more than its limit in any period, wherever that begins', async () => {
    const waits = fc.array(fc.integer({ min: 0, max: 9_000 }), { maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(waits, fc.integer({ min: 1, max: 12 }), async (pauses, limit) => {
        const clock = new FakeClock();
        const window = new SlidingWindow(limit, 60_000, clock);
        const grants: number[] = [];
        for (const ms of pauses) {
          await clock.pass(ms);
          if (window.waitMs(1) > 0) continue;
          window.take(1);
          grants.push(clock.monotonic());
        }
        for (const from of grants) {
          const within = grants.filter((at) => at >= from && at < from + 60_000);
          assert.ok(within.length <= limit);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('has all again at the moment that it told', async () => {
    const clock = new FakeClock();
    const window = new SlidingWindow(2, 60_000, clock);
    window.take(2);
    const waitMs = window.waitMs(1);
    await clock.pass(waitMs - 1);
    assert.equal(window.remaining(), 0);
    await clock.pass(1);
    assert.equal(window.remaining(), 2);
  });

  it('says exactly when the next one may go', async () => {
    const clock = new FakeClock();
    const window = new SlidingWindow(2, 60_000, clock);
    window.take(1);
    await clock.pass(10_000);
    window.take(1);
    const waitMs = window.waitMs(1);
    assert.ok(waitMs > 50_000 && waitMs <= 51_000);
    await clock.pass(waitMs);
    assert.equal(window.waitMs(1), 0);
    assert.ok(window.waitMs(2) > 0);
  });

  it('keeps a reserve, lets the too large go alone, and corrects what was estimated', async () => {
    const clock = new FakeClock();
    const window = new SlidingWindow(100, 60_000, clock);
    assert.equal(window.waitMs(1_000), 0);
    const taken = window.take(90);
    assert.deepEqual([window.waitMs(10), window.waitMs(10, 5) > 0], [0, true]);
    taken.correct(20);
    assert.equal(window.remaining(), 80);
    window.lowerTo(30);
    assert.equal(window.remaining(), 30);
    window.lowerTo(60);
    assert.equal(window.remaining(), 30);
    await clock.pass(61_000);
    taken.correct(5);
    assert.equal(window.remaining(), 100);
  });
});
