import { strict as assert } from 'node:assert';
import type { ScalingEvent } from '../../../server/src/scaling/events.ts';
import type { MinuteFigures } from '../../../server/src/scaling/rules.ts';
import { Scaler } from '../../../server/src/scaling/scaler.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MINUTE = 60_000;
const BUSY: MinuteFigures = {
  cpu: 0.8,
  queue: 0,
  waitSeconds: 0.1,
  asked: 600,
  begun: 600,
  working: 99,
};

describe('the scaler', () => {
  function begin(bounds = { min: 2, max: 8 }) {
    const clock = new FakeClock();
    const set: number[] = [];
    const events: ScalingEvent[] = [];
    const state: { figures: MinuteFigures | undefined; bounds: typeof bounds } = {
      figures: BUSY,
      bounds,
    };
    const scaler = new Scaler({
      clock,
      read: () => state.figures,
      bounds: () => state.bounds,
      setWorkers: (count) => void set.push(count),
      observe: (event) => void events.push(event),
    });
    return { clock, set, events, state, scaler };
  }

  it('begins with the minimum, and looks each minute', async () => {
    const { clock, set, events, scaler } = begin();
    await clock.pass(MINUTE - 1);
    assert.deepEqual(set, [2]);
    await clock.pass(1);
    await clock.pass(2 * MINUTE);
    assert.deepEqual(set, [2, 3, 4, 5]);
    assert.deepEqual(events[0], { kind: 'workersChanged', workers: 3, before: 2, reason: 'cpu' });
    assert.equal(scaler.wanted, 5);
    scaler.dispose();
    assert.equal(clock.pending, 0);
  });

  it('remembers the minutes before', async () => {
    const { clock, set, state, scaler } = begin();
    await clock.pass(2 * MINUTE);
    state.figures = { ...BUSY, cpu: 0.1 };
    await clock.pass(9 * MINUTE);
    assert.deepEqual(set, [2, 3, 4]);
    await clock.pass(MINUTE);
    assert.deepEqual(set, [2, 3, 4, 3]);
    scaler.dispose();
  });

  it('changes nothing where there are no figures', async () => {
    const { clock, set, state, scaler } = begin();
    state.figures = undefined;
    await clock.pass(5 * MINUTE);
    assert.deepEqual(set, [2]);
    scaler.dispose();
  });

  it('keeps to new bounds at once', async () => {
    const { clock, set, state, scaler } = begin({ min: 4, max: 8 });
    state.bounds = { min: 1, max: 3 };
    scaler.boundsChanged();
    state.bounds = { min: 6, max: 8 };
    scaler.boundsChanged();
    scaler.boundsChanged();
    assert.deepEqual(set, [4, 3, 6]);
    state.bounds = { min: 7, max: 7 };
    await clock.pass(MINUTE);
    assert.deepEqual(set, [4, 3, 6, 7]);
    scaler.dispose();
  });

  it('replaces a worker that had run for a while at once', async () => {
    const { clock, set, events, scaler } = begin();
    scaler.died(MINUTE, 1);
    assert.deepEqual(events, [{ kind: 'workerDied', livedMs: MINUTE, againInMs: 0 }]);
    await clock.pass(0);
    assert.deepEqual(set, [2, 2]);
    scaler.dispose();
  });

  it('replaces those that die at once again and again ever more slowly', async () => {
    const { clock, events, scaler, state } = begin();
    state.figures = undefined;
    const pauses: number[] = [];
    for (let round = 0; round < 9; round++) {
      scaler.died(100, 1);
      const event = events.at(-1);
      assert.equal(event?.kind, 'workerDied');
      pauses.push(event.againInMs / 1_000);
      await clock.pass(event.againInMs + 100);
    }
    assert.deepEqual(pauses, [0, 1, 2, 4, 8, 16, 32, 60, 60]);
    // One that failed late, within a minute, is no reason to be quick again; two minutes without a failure are.
    await clock.pass(59_000);
    scaler.died(59_999, 1);
    assert.deepEqual(events.at(-1), { kind: 'workerDied', livedMs: 59_999, againInMs: 60_000 });
    await clock.pass(2 * MINUTE + 1);
    scaler.died(100, 1);
    assert.deepEqual(events.at(-1), { kind: 'workerDied', livedMs: 100, againInMs: 0 });
    scaler.dispose();
  });

  it('keeps the pause of one that fails while another is replaced, and while the number changes', async () => {
    const { clock, set, scaler } = begin();
    for (let round = 0; round < 7; round++) scaler.died(100, 1);
    await clock.pass(31_999);
    // The seventh waits for 32 s; the six before it are back.
    assert.deepEqual(set.at(-1), 1);
    scaler.died(MINUTE, 1);
    await clock.pass(0);
    assert.deepEqual(set.at(-1), 1);
    await clock.pass(1);
    assert.deepEqual(set.at(-1), 2);
    scaler.died(100, 1);
    await clock.pass(MINUTE - 32_000);
    assert.deepEqual(set.at(-1), 2);
    await clock.pass(MINUTE);
    assert.deepEqual(set.at(-1), 4);
    scaler.dispose();
    assert.equal(clock.pending, 0);
  });

  it('waits for no more than five seconds while none is left', async () => {
    const { clock, set, events, scaler } = begin();
    for (let round = 0; round < 5; round++) {
      scaler.died(100, 1);
      await clock.pass(8_000);
    }
    scaler.died(100, 1);
    scaler.died(100, 0);
    assert.deepEqual(events.at(-1), { kind: 'workerDied', livedMs: 100, againInMs: 5_000 });
    await clock.pass(5_000);
    assert.equal(set.at(-1), 1);
    scaler.dispose();
  });

  it('replaces nobody once it is disposed of', async () => {
    const { clock, set, scaler } = begin();
    scaler.died(100, 1);
    scaler.dispose();
    await clock.pass(2 * MINUTE);
    assert.deepEqual(set, [2]);
  });

  it('wants no fewer than none while all are missing', () => {
    const { set, state, scaler } = begin({ min: 4, max: 8 });
    for (let round = 0; round < 4; round++) scaler.died(100, 1);
    state.bounds = { min: 1, max: 2 };
    scaler.boundsChanged();
    assert.deepEqual(set, [4, 0]);
    scaler.dispose();
  });
});
