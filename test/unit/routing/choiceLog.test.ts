import { strict as assert } from 'node:assert';
import { ChoiceLog } from '../../../server/src/routing/choiceLog.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the log of choices', () => {
  it('tells the share of each endpoint, of the last five minutes', async () => {
    const clock = new FakeClock();
    const log = new ChoiceLog(clock);
    assert.equal(log.shareOf('a'), undefined);
    log.add({ task: 'completion', endpointId: 'old', reason: 'only' });
    await clock.pass(300_001);
    for (const endpointId of ['a', 'a', 'b', 'a'])
      log.add({ task: 'completion', endpointId, reason: 'roundRobin' });
    assert.deepEqual([log.shareOf('a'), log.shareOf('b'), log.shareOf('old')], [0.75, 0.25, 0]);
  });

  it('keeps the last two hundred, and tells some of them, the newest last', () => {
    const clock = new FakeClock();
    const log = new ChoiceLog(clock);
    for (let count = 0; count < 300; count++)
      log.add({ task: 'action', endpointId: `${count}`, reason: 'only' });
    assert.equal(log.last(1_000).length, 200);
    assert.deepEqual(
      log.last(2).map(({ endpointId }) => endpointId),
      ['298', '299'],
    );
    assert.equal(log.last(1)[0]?.at, clock.now());
  });
});
