import { strict as assert } from 'node:assert';
import { Heartbeats } from '../../../server/src/gateway/heartbeats.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('workers that are heard of', () => {
  const begun = () => {
    const clock = new FakeClock();
    const state = { aheadMs: 0 };
    const heartbeats = new Heartbeats({
      now: () => clock.now(),
      monotonic: () => clock.monotonic() + state.aheadMs,
      after: (...timer) => clock.after(...timer),
      soon: (next) => clock.soon(next),
    });
    const silent: number[] = [];
    heartbeats.watch((worker) => silent.push(worker));
    return { clock, state, heartbeats, silent };
  };

  it('are silent after a minute, each once, unless they have gone', async () => {
    const { clock, heartbeats, silent } = begun();
    for (const worker of [1, 2, 3]) heartbeats.heard(worker);
    for (let at = 0; at < 5; at++) {
      await clock.pass(10_000);
      heartbeats.heard(1);
    }
    heartbeats.gone(3);
    assert.deepEqual(silent, []);
    await clock.pass(10_000);
    assert.deepEqual(silent, [2]);
    await clock.pass(60_000);
    assert.deepEqual(silent, [2, 1]);
  });

  it('are not silent because whoever listens has stood still', async () => {
    const { clock, state, heartbeats, silent } = begun();
    heartbeats.heard(1);
    state.aheadMs = 600_000;
    await clock.pass(60_000);
    assert.deepEqual(silent, []);
    await clock.pass(10_000);
    assert.deepEqual(silent, [1]);
  });
});
