import { strict as assert } from 'node:assert';
import type { ToPrimary } from '../../../server/src/gateway/messages.ts';
import { Worker } from '../../../server/src/gateway/worker.ts';

describe('a worker that has no configuration yet', () => {
  it('has no metrics to tell, and says so', async () => {
    const sent: ToPrimary[] = [];
    const worker = new Worker({
      version: '1',
      environment: {},
      random: () => 0.5,
      newId: () => 'id',
      writerThread: new URL('file:///unused'),
      send: (message) => sent.push(message),
      exit: () => undefined,
    });
    await worker.heard({ kind: 'expose', id: 7 });
    assert.deepEqual(sent, [{ kind: 'metrics', id: 7, text: '' }]);
  });
});
