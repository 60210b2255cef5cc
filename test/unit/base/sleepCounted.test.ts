import { strict as assert } from 'node:assert';
import { sleepCounted } from '../../../server/src/base/sleepCounted.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { SlidingWindow } from '../../../server/src/limits/slidingWindow.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const HOUR = 3_600_000;

describe('sleepCounted', () => {
  /** A machine that can sleep: its uptime and wall clock go on, its timers and monotonic clock do not. */
  function machine() {
    const clock = new FakeClock();
    let asleep = 0;
    let looks = 0;
    const counted = sleepCounted(clock, () => {
      looks++;
      return 77_000 + clock.monotonic() + asleep;
    });
    const sleep = (ms: number) => {
      asleep += ms;
      clock.wallOffsetMs += ms;
    };
    return { clock, counted, sleep, looks: () => looks };
  }

  it('goes on while the machine sleeps, and is as the other clock else', async () => {
    const { clock, counted, sleep } = machine();
    await clock.pass(10_000);
    assert.equal(counted.monotonic(), 10_000);
    sleep(HOUR);
    await clock.pass(1_000);
    assert.equal(counted.monotonic(), 11_000 + HOUR);
    sleep(HOUR);
    await clock.pass(1_000);
    assert.equal(counted.monotonic(), 12_000 + 2 * HOUR);
  });

  it('takes no clock that was set for sleep, nor what is rounded', async () => {
    const { clock, counted, sleep } = machine();
    clock.wallOffsetMs += 5 * HOUR;
    await clock.pass(1_000);
    assert.equal(counted.monotonic(), 1_000);
    for (let times = 0; times < 10; times++) {
      sleep(times % 2 === 0 ? 999 : -999);
      await clock.pass(1_000);
      assert.equal(counted.monotonic(), clock.monotonic());
    }
  });

  it('looks at most once a second', async () => {
    const { clock, counted, looks } = machine();
    for (let times = 0; times < 100; times++) counted.monotonic();
    assert.equal(looks(), 1);
    await clock.pass(1_000);
    for (let times = 0; times < 100; times++) counted.monotonic();
    assert.equal(looks(), 2);
  });

  it('ends rests and renews budgets that have run out meanwhile', async () => {
    const { clock, counted, sleep } = machine();
    const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
    const limiter = new Limiter(anEndpoint(), { clock: counted, slots });
    const day = new SlidingWindow(1, 24 * HOUR, counted);
    limiter.refused(6 * HOUR);
    day.take(1);
    sleep(5 * HOUR);
    await clock.pass(1_000);
    assert.equal(limiter.waitMs('invoked'), HOUR - 1_000);
    assert.equal(day.remaining(), 0);
    sleep(20 * HOUR);
    await clock.pass(1_000);
    assert.equal(limiter.waitMs('invoked'), 0);
    assert.equal(day.remaining(), 1);
  });
});
