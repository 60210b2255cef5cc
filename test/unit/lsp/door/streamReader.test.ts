import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import type { Message } from 'vscode-languageserver';
import { FrameError } from '../../../../server/src/lsp/door/frames.ts';
import { StreamReader } from '../../../../server/src/lsp/door/streamReader.ts';

const frame = (body: string): string => `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** A reader of bytes that the test writes, and what it has read. */
function reading() {
  const input = new PassThrough();
  const [messages, errors, broken]: [Message[], Error[], Error[]] = [[], [], []];
  let goOn: (() => void) | undefined;
  const handled = () =>
    new Promise<void>((resolve) => {
      goOn = resolve;
    });
  const reader = new StreamReader(input, setImmediate, handled, (error) => broken.push(error));
  reader.onError((error) => errors.push(error));
  reader.listen((message) => messages.push(message));
  const write = async (text: string) => {
    input.write(text);
    for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
  };
  return { write, messages, errors, broken, goOn: () => goOn?.(), input };
}

describe('the reader of a stream', () => {
  it('reads no more than some hundred messages before they are handled', async () => {
    const { write, messages, goOn } = reading();
    const flood = Array.from({ length: 600 }, (_, index) => frame(`{"index":${index}}`)).join('');
    await write(flood);
    assert.equal(messages.length, 250);
    goOn();
    await write('');
    assert.equal(messages.length, 500);
    goOn();
    await write('');
    assert.deepEqual(messages.at(-1), { index: 599 });
  });

  it('reads no more than a megabyte or one message before it is handled', async () => {
    const { write, messages, goOn } = reading();
    const large = JSON.stringify({ text: 'x'.repeat(200_000) });
    await write(frame(large).repeat(8));
    assert.equal(messages.length, 6);
    goOn();
    await write('');
    assert.equal(messages.length, 8);
  });

  it('keeps the order of large messages and small ones', async () => {
    const { write, messages } = reading();
    const large = { list: Array.from({ length: 60_000 }, (_, index) => ({ index })) };
    await write(`${frame('1')}${frame(JSON.stringify(large))}${frame('2')}`);
    assert.deepEqual(messages, [1, large, 2]);
  });

  it('tells of what is no JSON, and reads on', async () => {
    const { write, messages, errors } = reading();
    await write(`${frame('{')}${frame('1')}${frame(`[${' '.repeat(300_000)}`)}${frame('2')}`);
    assert.deepEqual(messages, [1, 2]);
    assert.deepEqual(
      errors.map(({ name }) => name),
      ['SyntaxError', 'SyntaxError'],
    );
  });

  it('reads nothing behind a header that says no length', async () => {
    const { write, messages, broken } = reading();
    await write(`${frame('1')}X: y\r\n\r\n${frame('2')}`);
    assert.deepEqual(messages, [1]);
    assert.ok(broken[0] instanceof FrameError);
  });
});
