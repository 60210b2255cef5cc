import { strict as assert } from 'node:assert';
import { NodePauses } from '../../../server/src/redis/nodePauses.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('pauses of nodes', () => {
  it('leave one alone that is late, and no other, until one may ask again', async () => {
    const clock = new FakeClock();
    const pauses = new NodePauses(clock);
    pauses.enter('a')?.late();
    assert.equal(pauses.enter('a'), undefined);
    assert.ok(pauses.enter('b'));
    await clock.pass(499);
    assert.equal(pauses.enter('a'), undefined);
    await clock.pass(1);
    const first = pauses.enter('a');
    assert.ok(first);
    assert.equal(pauses.enter('a'), undefined, 'while the first has no answer');
    first.answered();
    assert.ok(pauses.enter('a'));
  });

  it('double with each that waits in vain, up to five seconds, whoever had asked before', async () => {
    const clock = new FakeClock();
    const pauses = new NodePauses(clock);
    const crowd = Array.from({ length: 9 }, () => pauses.enter('a'));
    for (const each of crowd) each?.late();
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      const startedAt = clock.monotonic();
      let attempt = pauses.enter('a');
      for (; attempt === undefined; attempt = pauses.enter('a')) await clock.pass(100);
      waits.push(clock.monotonic() - startedAt);
      attempt.late();
    }
    assert.deepEqual(waits, [500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });
});
