import { strict as assert } from 'node:assert';
import { FailedLately } from '../../../server/src/routing/failedLately.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('endpoints that failed lately', () => {
  it('are left out for ten seconds, then for longer each time, five minutes at most', async () => {
    const clock = new FakeClock();
    const failed = new FailedLately(clock);
    assert.equal(failed.isOut('a'), false);
    for (const outMs of [10_000, 40_000, 90_000, 160_000, 250_000, 300_000, 300_000]) {
      failed.failed('a', clock.monotonic());
      await clock.pass(outMs - 1);
      assert.deepEqual([failed.isOut('a'), failed.isOut('b')], [true, false]);
      await clock.pass(1);
      assert.equal(failed.isOut('a'), false);
    }
  });

  it('have failed once where several requests were under way, and once more after a long time', async () => {
    const clock = new FakeClock();
    const failed = new FailedLately(clock);
    const since = clock.monotonic();
    await clock.pass(50);
    for (let count = 0; count < 5; count++) failed.failed('a', since);
    await clock.pass(10_000);
    assert.equal(failed.isOut('a'), false);
    await clock.pass(600_000);
    failed.failed('a', clock.monotonic());
    await clock.pass(10_000);
    assert.equal(failed.isOut('a'), false);
    failed.failed('a', clock.monotonic());
    failed.forget();
    assert.equal(failed.isOut('a'), false);
  });

  it('are as before once they have answered', () => {
    const clock = new FakeClock();
    const failed = new FailedLately(clock);
    for (let times = 0; times < 3; times++) failed.failed('a', clock.monotonic());
    failed.answered('a');
    assert.equal(failed.isOut('a'), false);
  });
});
