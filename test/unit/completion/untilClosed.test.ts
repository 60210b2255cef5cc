import { strict as assert } from 'node:assert';
import { getEventListeners } from 'node:events';
import { UntilClosed } from '../../../server/src/completion/untilClosed.ts';

describe('UntilClosed', () => {
  /** A request that is under way until `end` is called. */
  function running(until: UntilClosed, uri: string, controller = new AbortController()) {
    const ended = Promise.withResolvers<void>();
    let given: AbortSignal | undefined;
    const request = until.run(uri, controller.signal, (signal) => {
      given = signal;
      return ended.promise;
    });
    const end = async () => {
      ended.resolve();
      await request;
    };
    return { controller, end, isAborted: () => given?.aborted };
  }

  it('ends a request when its document is closed, or its own signal aborts', () => {
    const until = new UntilClosed();
    const [one, other] = [running(until, 'a'), running(until, 'a')];
    other.controller.abort();
    assert.deepEqual([one.isAborted(), other.isAborted()], [false, true]);
    until.closed('b');
    assert.equal(one.isAborted(), false);
    until.closed('a');
    assert.equal(one.isAborted(), true);
    const aborted = new AbortController();
    aborted.abort();
    assert.equal(running(until, 'a', aborted).isAborted(), true);
  });

  it('keeps nothing of a request that has ended', async () => {
    const until = new UntilClosed();
    const { controller, end, isAborted } = running(until, 'a');
    await end();
    assert.deepEqual(getEventListeners(controller.signal, 'abort'), []);
    until.closed('a');
    assert.equal(isAborted(), false);
  });
});
