import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver';
import { withSignal } from '../../../server/src/lsp/cancellation.ts';

describe('withSignal', () => {
  it('gives a signal that aborts with the token, before and meanwhile', async () => {
    const source = new CancellationTokenSource();
    const seen = await withSignal(source.token, async (signal) => {
      const before = signal.aborted;
      source.cancel();
      return [before, signal.aborted];
    });
    assert.deepEqual(seen, [false, true]);
    assert.equal(await withSignal(source.token, async (signal) => signal.aborted), true);
    source.dispose();
  });

  it('hears no more of the token when the work is done, however it ended', async () => {
    let listeners = 0;
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: () => {
        listeners++;
        return { dispose: () => listeners-- };
      },
    };
    await withSignal(token, async () => assert.equal(listeners, 1));
    await assert.rejects(withSignal(token, () => Promise.reject(new Error('no'))));
    assert.equal(listeners, 0);
  });
});
