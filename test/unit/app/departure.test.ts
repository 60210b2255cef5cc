import { strict as assert } from 'node:assert';
import { Departure } from '../../../server/src/app/departure.ts';
import { isProcessAlive, watchParent } from '../../../server/src/app/parentWatch.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the end of the process', () => {
  let clock: FakeClock;
  let events: string[];
  let close: () => Promise<void>;
  let threadsEnded: () => Promise<unknown>;
  beforeEach(() => {
    [clock, events] = [new FakeClock(), []];
    close = async () => void events.push('closed');
    threadsEnded = async () => undefined;
  });
  const never = () => new Promise<never>(() => undefined);
  const departure = () =>
    new Departure({
      clock,
      close: () => close(),
      threadsEnded: () => threadsEnded(),
      exit: (code) => events.push(`exit ${code}`),
      kill: () => events.push('killed'),
    });

  it('comes after what is to be written, with the first code', async () => {
    const leaving = departure();
    await Promise.all([leaving.leave(1), leaving.leave(0)]);
    assert.deepEqual([events, clock.pending], [['closed', 'exit 1'], 0]);
  });

  it('waits two seconds for what cannot be written, and not at all where that fails', async () => {
    close = never;
    void departure().leave(143);
    await clock.pass(1_999);
    assert.deepEqual(events, []);
    await clock.pass(1);
    assert.deepEqual(events, ['exit 143']);
    close = async () => {
      throw new Error('disk full');
    };
    await departure().leave(0);
    assert.deepEqual(events, ['exit 143', 'exit 0']);
  });

  it('is made where a thread cannot be ended', async () => {
    threadsEnded = never;
    void departure().leave(0);
    await clock.pass(499);
    assert.deepEqual(events, ['closed']);
    await clock.pass(1);
    assert.deepEqual(events, ['closed', 'killed']);
  });
});

describe('the watch over the process of the client', () => {
  it('tells within a second that it is gone, once', async () => {
    const clock = new FakeClock();
    let isAlive = true;
    let gone = 0;
    watchParent(
      7,
      clock,
      () => isAlive,
      () => gone++,
    );
    await clock.pass(10_000);
    isAlive = false;
    await clock.pass(1_000);
    await clock.pass(10_000);
    assert.deepEqual([gone, clock.pending], [1, 0]);
    const watch = watchParent(
      7,
      clock,
      () => false,
      () => gone++,
    );
    watch.dispose();
    await clock.pass(10_000);
    assert.equal(gone, 1);
  });

  it('knows which processes there are', () => {
    assert.equal(isProcessAlive(process.pid), true);
    // Linux gives no process a number this high (PID_MAX_LIMIT).
    assert.equal(isProcessAlive(2 ** 31 - 1), false);
    assert.equal(isProcessAlive(1), true);
  });
});
