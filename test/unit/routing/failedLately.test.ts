import { strict as assert } from 'node:assert';
import { FailedLately } from '../../../server/src/routing/failedLately.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('endpoints that failed lately', () => {
  it('are left out for ten seconds, then for longer each time, five minutes at most', async () => {
    const clock = new FakeClock();
    const failed = new FailedLately(clock);
    assert.equal(failed.isOut('a'), false);
    for (const outMs of [10_000, 40_000, 90_000, 160_000, 250_000, 300_000, 300_000]) {
      failed.failed('a');
      await clock.pass(outMs - 1);
      assert.deepEqual([failed.isOut('a'), failed.isOut('b')], [true, false]);
      await clock.pass(1);
      assert.equal(failed.isOut('a'), false);
    }
  });

  it('are as before once they have answered', () => {
    const clock = new FakeClock();
    const failed = new FailedLately(clock);
    for (let times = 0; times < 3; times++) failed.failed('a');
    failed.answered('a');
    assert.equal(failed.isOut('a'), false);
  });
});
