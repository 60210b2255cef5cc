import { strict as assert } from 'node:assert';
import type { Message } from 'vscode-languageserver';
import { MessageOrder } from '../../../../server/src/lsp/door/messageOrder.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

const message = (method: string): Message => ({ jsonrpc: '2.0', method }) as Message;

/** The order, with handlers that are done when the test says so. */
function ordered() {
  const clock = new FakeClock();
  const order = new MessageOrder(clock.soon.bind(clock));
  const handled: string[] = [];
  const ends: (() => void)[] = [];
  const next = (each: Message) => {
    handled.push((each as unknown as { method: string }).method);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const give = (each: Message) => order.handleMessage(each, next);
  const nothing = () => ({ dispose: () => undefined });
  const reader = { onError: nothing, onClose: nothing, onPartialMessage: nothing };
  order.behind({ ...reader, ...nothing(), listen: nothing }).listen(give);
  return { order, clock, handled, ends, give };
}

describe('the order of messages', () => {
  it('lets what is behind a change of a document wait until it is made', async () => {
    const { clock, handled, ends, give } = ordered();
    for (const method of ['a', 'textDocument/didChange', 'b', 'notebookDocument/didOpen', 'c'])
      give(message(method));
    assert.deepEqual(handled, ['a', 'textDocument/didChange']);
    ends[1]?.();
    await clock.pass(0);
    assert.deepEqual(handled.slice(2), ['b', 'notebookDocument/didOpen']);
    ends[3]?.();
    await clock.pass(0);
    give(message('d'));
    assert.deepEqual(handled.slice(4), ['c', 'd']);
  });

  it('goes on where a change fails', async () => {
    const { clock, order } = ordered();
    const handled: Message[] = [];
    const change = message('textDocument/didOpen');
    const next = async (each: Message) => {
      handled.push(each);
      if (each === change) throw new Error('scripted');
    };
    order.handleMessage(change, next);
    order.handleMessage(message('b'), next);
    await clock.pass(0);
    assert.equal(handled.length, 2);
  });

  it('says when all before has been handled', async () => {
    const { order, clock, ends, give } = ordered();
    await order.handled();
    give(message('textDocument/didChange'));
    give(message('a'));
    let isHandled = false;
    void order.handled().then(() => {
      isHandled = true;
    });
    await clock.pass(0);
    assert.equal(isHandled, false);
    ends[0]?.();
    await clock.pass(0);
    assert.equal(isHandled, true);
  });
});
