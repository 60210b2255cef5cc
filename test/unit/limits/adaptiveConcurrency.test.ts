import { strict as assert } from 'node:assert';
import { AdaptiveConcurrency } from '../../../server/src/limits/adaptiveConcurrency.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('AdaptiveConcurrency', () => {
  async function seconds(
    count: number,
    { ttftMs = 100, inFlight = 4, drops = 0, configured = undefined as number | undefined } = {},
    before: [clock: FakeClock, it: AdaptiveConcurrency] | undefined = undefined,
  ) {
    const clock = before?.[0] ?? new FakeClock();
    const concurrency = before?.[1] ?? new AdaptiveConcurrency(configured, clock);
    for (let second = 0; second < count; second++) {
      for (let sample = 0; sample < 12; sample++) {
        await clock.pass(100);
        concurrency.began(inFlight);
        if (sample < drops) concurrency.dropped();
        concurrency.heard(ttftMs);
      }
    }
    return [clock, concurrency] as [FakeClock, AdaptiveConcurrency];
  }

  it('begins with four, grows while it is used, and not beyond what is configured', async () => {
    assert.equal(new AdaptiveConcurrency(undefined, new FakeClock()).limit, 4);
    assert.ok((await seconds(5))[1].limit > 6);
    assert.equal((await seconds(5, { inFlight: 1 }))[1].limit, 4);
    assert.equal((await seconds(60, { inFlight: 32 }))[1].limit, 32);
    assert.equal((await seconds(5, { configured: 2 }))[1].limit, 2);
  });

  it('shrinks when requests are refused, to one at least, once a second', async () => {
    assert.equal((await seconds(1, { drops: 9 }))[1].limit, 3);
    assert.equal((await seconds(60, { drops: 9 }))[1].limit, 1);
  });

  it('does not grow while answers come later than they used to', async () => {
    const before = await seconds(30, { inFlight: 1 });
    const slower = await seconds(3, { ttftMs: 900, inFlight: 4 }, before);
    assert.equal(slower[1].limit, 4);
  });
});
