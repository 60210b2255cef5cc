import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { type EditorOptions, completionEditor as editor } from '../../support/completionEditor.ts';

const URI = 'file:///project/a.ts';

describe('a document that is closed', () => {
  /** Asks for a suggestion, and closes the document before it comes. */
  const closeWhileAsked = async (options: EditorOptions, closeAfterMs: number) => {
    const its = editor(options);
    its.clock.after(closeAfterMs, its.close);
    await assert.rejects(its.type('const total = |'), CancelledError);
    return its;
  };

  it('ends the wait for typing to rest: no model is asked', async () => {
    const { asked } = await closeWhileAsked({ upstream: 'sum(items);' }, 50);
    assert.equal(asked.length, 0);
  });

  it('is not kept by a suggestion that was on its way', async () => {
    const { provider, decisions } = await closeWhileAsked({ upstream: 'sum(items);' }, 50);
    assert.equal(provider.discard(URI), undefined);
    assert.deepEqual(decisions.onLine(URI, 0, 10), []);
  });

  it('is not kept by a prediction that was on its way', async () => {
    const predicted = Promise.withResolvers<string | undefined>();
    const its = editor({ isAvailable: false, workspace: () => predicted.promise });
    its.clock.after(50, () => {
      its.close();
      predicted.resolve('sum(items);');
    });
    await assert.rejects(its.type('const total = |'), CancelledError);
    assert.equal(its.provider.discard(URI), undefined);
  });

  it('ends what was asked ahead in it, and in no other', async () => {
    const signals: AbortSignal[] = [];
    const answers = [async () => 'first();', () => new Promise<string>(() => undefined)];
    const { type, provider, close } = editor({
      upstream: (_, { signal }) => {
        signals.push(signal);
        return answers[signals.length - 1]?.() ?? Promise.resolve('');
      },
      speculate: true,
    });
    await type('a = |', { wait: 2_000 });
    provider.closed('file:///project/b.ts');
    assert.equal(signals[1]?.aborted, false);
    close();
    assert.equal(signals[1]?.aborted, true);
  });

  it('leaves requests in others alone', async () => {
    const its = editor({ upstream: 'sum(items);' });
    its.clock.after(50, () => its.provider.closed('file:///project/b.ts'));
    assert.equal(await its.type('const total = |'), 'sum(items);');
  });

  it('is not kept in mind for a new suggestion that was asked for while it was not open', async () => {
    const fresh: unknown[] = [];
    const its = editor({
      upstream: async (_, { isFresh }) => {
        fresh.push(isFresh);
        return 'sum(items);';
      },
    });
    its.provider.regenerate(URI);
    await its.type('const total = |');
    its.provider.regenerate(URI);
    await its.type('const total = |');
    assert.deepEqual(fresh, [false, true]);
  });
});
