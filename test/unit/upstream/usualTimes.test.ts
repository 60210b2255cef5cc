import { equal } from 'node:assert/strict';
import { UsualTimes } from '../../../server/src/upstream/usualTimes.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('UsualTimes', () => {
  it('knows the median of the last first words', () => {
    const times = new UsualTimes(new FakeClock());
    equal(times.firstWordMs, undefined);
    for (const ms of [9_000, 100, 200, 300, 9_000]) times.heard(ms);
    equal(times.firstWordMs, 300);
    for (let call = 0; call < 16; call++) times.heard(700);
    equal(times.firstWordMs, 700);
  });

  it('learns from waits that were given up, where they were longer than usual', () => {
    const times = new UsualTimes(new FakeClock());
    times.gaveUp(2_000);
    equal(times.firstWordMs, 2_000);
    times.gaveUp(100);
    equal(times.firstWordMs, 2_000);
    for (const ms of [3_000, 3_000]) times.gaveUp(ms);
    equal(times.firstWordMs, 3_000);
  });

  it('is well known from ten words on, until none was heard for a minute', async () => {
    const clock = new FakeClock();
    const times = new UsualTimes(clock);
    for (let call = 0; call < 9; call++) times.heard(100);
    equal(times.isWellKnown, false);
    times.heard(100);
    equal(times.isWellKnown, true);
    times.gaveUp(50);
    equal(times.isWellKnown, true);
    times.gaveUp(200);
    equal(times.isWellKnown, false);
    for (let call = 0; call < 10; call++) times.heard(100);
    equal(times.isWellKnown, true);
    await clock.pass(60_000);
    equal(times.isWellKnown, false);
  });
});
