import { strict as assert } from 'node:assert';
import { settledWithin } from '../../../server/src/base/deadline.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('work that may go on behind its answer', () => {
  it('settles as it does, and leaves no timer', async () => {
    const clock = new FakeClock();
    await settledWithin(clock, 100, Promise.resolve(1));
    await assert.rejects(
      settledWithin(clock, 100, Promise.reject(new Error('a defect'))),
      /defect/,
    );
    assert.equal(clock.pending, 0);
  });

  it('is answered when its time is over', async () => {
    const clock = new FakeClock();
    let isAnswered = false;
    const answered = settledWithin(clock, 100, new Promise(() => undefined)).then(() => {
      isAnswered = true;
    });
    await clock.pass(99);
    await Promise.resolve();
    assert.equal(isAnswered, false);
    await clock.pass(1);
    await answered;
  });

  it('is heard of when it fails later', async () => {
    const clock = new FakeClock();
    const others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    const heard = new Promise((resolve) => process.once('unhandledRejection', resolve));
    const work = Promise.withResolvers<void>();
    const answered = settledWithin(clock, 100, work.promise);
    await clock.pass(100);
    await answered;
    work.reject(new Error('late'));
    assert.match(String(await heard), /late/);
    for (const each of others) process.on('unhandledRejection', each);
  });
});
