import { strict as assert } from 'node:assert';
import { StartPacer } from '../../../server/src/base/startPacer.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('StartPacer', () => {
  it('lets the first ones of a turn go at once, and the others in the next turns, in order', async () => {
    const clock = new FakeClock();
    const turns = new StartPacer(clock);
    const gone: number[] = [];
    let atOnce = 0;
    for (let index = 0; index < 50; index++) {
      const turn = turns.next();
      if (turn === undefined) atOnce++;
      else void turn.then(() => gone.push(index));
    }
    assert.equal(atOnce, 2);
    await clock.pass(0);
    assert.deepEqual(
      gone,
      Array.from({ length: 48 }, (_, index) => 2 + index),
    );
    assert.equal(clock.pending, 0);
    await clock.pass(6);
    assert.equal(turns.next(), undefined);
    assert.equal(clock.pending, 0);
  });
});
