import { strict as assert } from 'node:assert';
import { AdmissionRoom } from '../../../server/src/gateway/admissionRoom.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aKey, configOf } from '../../support/gatewayConfigs.ts';

const ASKED = { model: 'gpt', inputTokens: 1, outputTokens: 1, priority: 'interactive' } as const;

describe('who may ask while the file of budgets cannot be used', () => {
  it('is let in within a share, which is said once, with what to do, and when it is over', async () => {
    const clock = new FakeClock();
    const said: (readonly (string | undefined)[])[] = [];
    let isAway = true;
    const config = configOf({ keys: [aKey({ requestsPerMinute: 100 })] });
    const room = new AdmissionRoom(
      {
        clock,
        shared: {
          take: async () => {
            if (isAway) throw new Error('locked');
            return { waitMs: 0, remaining: [50] };
          },
        },
        priceOf: () => 0,
        processes: () => 2,
        log: (...sentences) => said.push(sentences),
      },
      config,
    );
    const enter = async () => {
      const { signal } = new AbortController();
      const pass = await room.under(config).enter('ak-anna', ASKED, signal);
      pass.leave();
      await clock.pass(1_001);
    };
    await enter();
    await enter();
    isAway = false;
    await enter();
    await enter();
    const [away = '', back = ''] = said.map(([sentence]) => sentence);
    assert.match(away, /^The file of budgets cannot be used: .* Check that the storage folder can/);
    assert.equal(back, 'The file of budgets can be used again.');
    assert.deepEqual(said, [
      [away, back],
      [back, back],
    ]);
    await room.close();
  });
});
