import { strict as assert } from 'node:assert';
import { restartsCrashed } from '../../../client/src/crashedServer.ts';

/** `ErrorAction.Continue` and `CloseAction.Restart`: the library itself can be loaded in an editor only. */
const [CONTINUE, RESTART] = [1, 2] as const;

describe('a server that crashed', () => {
  const handler = restartsCrashed(CONTINUE, () => ({ action: RESTART }));

  it('is not given up for messages that could not be sent meanwhile', async () => {
    for (let count = 1; count <= 20; count++) {
      const result = await handler.error(new Error('write EPIPE'), undefined, count);
      assert.equal(result.action, CONTINUE);
    }
  });

  it('is started again as long as the library would', async () => {
    assert.deepEqual(await handler.closed(), { action: RESTART });
  });
});
