import { strict as assert } from 'node:assert';
import { AnswerError } from '../../../../server/src/lsp/door/answerError.ts';
import { Door } from '../../../../server/src/lsp/door/door.ts';
import { LogOnce } from '../../../../server/src/lsp/door/logOnce.ts';
import { text } from '../../../../server/src/lsp/door/shape.ts';
import { type MemoryPair, memoryPair } from '../../../support/memoryPair.ts';

describe('the door', () => {
  let pair: MemoryPair;
  let door: Door;
  let failure: unknown;
  beforeEach(() => {
    pair = memoryPair();
    door = new Door(pair.server, () => 'Unexpected kind');
    failure = undefined;
    const parse = ({ name }: { readonly name?: unknown }) => text(name, 'name', 5);
    const handle = async (name: string) => {
      if (failure !== undefined) throw failure;
      return { name };
    };
    door.request('ask', parse, handle);
    door.notification('tell', parse, handle);
  });
  afterEach(() => pair.close());

  const ask = (params: object | null) => pair.client.sendRequest('ask', params);

  it('gives handlers what was parsed, and names the member that is wrong', async () => {
    assert.deepEqual(await ask({ name: 'a' }), { name: 'a' });
    for (const wrong of [null, {}, { name: 7 }, { name: 'secret' }]) {
      await assert.rejects(ask(wrong), {
        code: -32602,
        message: '"name" must be a text of at most 5 characters.',
      });
    }
    await assert.rejects(pair.client.sendRequest('ask', 'a', 'b'), { code: -32602 });
    await assert.rejects(pair.client.sendRequest('ask'), { code: -32602 });
  });

  it('answers with no text of an error that is not meant for it, and logs where it was', async () => {
    for (failure of [
      new TypeError('const secret'),
      'const secret',
      null,
      { message: 'const secret' },
    ]) {
      await assert.rejects(ask({ name: 'a' }), (error: Error) => {
        assert.doesNotMatch(JSON.stringify([error.message, { ...error }]), /secret/);
        return 'code' in error && error.code === -32603;
      });
    }
    failure = new AnswerError(-32803, 'Try again.');
    await assert.rejects(ask({ name: 'a' }), { code: -32803, message: 'Try again.' });
    await pair.heard();
    assert.deepEqual(pair.log(), ['Unexpected kind']);
  });

  it('ignores a notification that is wrong, or whose handler throws, with one line', async () => {
    for (const params of [{}, {}, { name: 7 }]) await pair.client.sendNotification('tell', params);
    failure = new TypeError('const secret');
    for (const _ of [1, 2]) await pair.client.sendNotification('tell', { name: 'a' });
    await pair.heard();
    assert.deepEqual(pair.log(), [
      'Ignored tell: "name" must be a text of at most 5 characters.',
      'Unexpected kind',
    ]);
  });

  it('fills no log, and survives one that is closed', () => {
    const lines: string[] = [];
    const log = new LogOnce();
    for (let line = 0; line < 1_000; line++) {
      log.add(`line ${line}`, (each) => lines.push(each));
      log.add(`line ${line}`, (each) => lines.push(each));
    }
    assert.equal(lines.length, 200);
    new LogOnce().add('line', () => {
      throw new Error('closed');
    });
  });
});
