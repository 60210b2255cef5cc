import { strict as assert } from 'node:assert';
import { Hedging } from '../../../server/src/routing/hedging.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('hedging', () => {
  it('waits as long as 95 of 100 first words took, once twenty are known', async () => {
    const clock = new FakeClock();
    const hedging = new Hedging(clock);
    for (let count = 1; count <= 19; count++) hedging.heard('a', 10 * count);
    assert.equal(hedging.afterMs('a'), undefined);
    hedging.heard('a', 5_000);
    assert.equal(hedging.afterMs('a'), 190);
    assert.equal(hedging.afterMs('b'), undefined);
    await clock.pass(600_001);
    assert.equal(hedging.afterMs('a'), undefined);
  });

  it('judges by the last words alone', () => {
    const hedging = new Hedging(new FakeClock());
    for (let count = 0; count < 64; count++) hedging.heard('a', 9_000);
    for (let count = 0; count < 64; count++) hedging.heard('a', 100);
    assert.equal(hedging.afterMs('a'), 100);
  });

  it('lets one request in fifty be sent twice, and saves up no more than one', () => {
    const hedging = new Hedging(new FakeClock());
    for (let count = 0; count < 49; count++) hedging.sent();
    assert.equal(hedging.take(), false);
    hedging.sent();
    assert.deepEqual([hedging.take(), hedging.take()], [true, false]);
    for (let count = 0; count < 500; count++) hedging.sent();
    assert.deepEqual([hedging.take(), hedging.take()], [true, false]);
  });
});
