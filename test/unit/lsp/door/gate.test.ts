import { strict as assert } from 'node:assert';
import { PassThrough } from 'node:stream';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
import { Gate } from '../../../../server/src/lsp/door/gate.ts';

describe('the gate in front of the library', () => {
  let passed: unknown[];
  let answers: unknown[];
  let told: unknown[];
  let send: (message: unknown) => void;

  const open = () => {
    const stream = new PassThrough();
    const writer = new StreamMessageWriter(new PassThrough());
    writer.write = async (message) => void answers.push(message);
    const gate = new Gate(writer, {
      onParent: (processId) => told.push(['parent', processId]),
      onExit: (isShutDown) => told.push(['exit', isShutDown]),
      onIgnored: (why) => told.push(['ignored', why]),
    });
    const reader = new StreamMessageReader(stream);
    reader.listen = (callback) => {
      send = callback as (message: unknown) => void;
      return reader;
    };
    gate.behind(reader).listen((message) => passed.push(message));
  };
  beforeEach(() => {
    [passed, answers, told] = [[], [], []];
    open();
  });

  const request = (method: unknown, params?: unknown, id: unknown = 1) =>
    send({ jsonrpc: '2.0', id, method, params });
  const notify = (method: unknown, params?: unknown) => send({ jsonrpc: '2.0', method, params });
  const codes = () => answers.map((answer) => (answer as { error: { code: number } }).error.code);

  it('answers what comes before the hello, or after the goodbye, and passes none of it on', () => {
    request('aurelis/metrics');
    notify('textDocument/didOpen', {});
    request('initialize', {});
    request('initialize', {});
    request('shutdown', {});
    request('aurelis/metrics');
    request('shutdown');
    notify('textDocument/didOpen', {});
    assert.deepEqual(codes(), [-32002, -32600, -32600, -32600]);
    assert.deepEqual(
      passed.map((each) => (each as { method: string }).method),
      ['initialize', 'shutdown'],
    );
  });

  it('tells of the end, and whether it was announced', () => {
    notify('exit');
    request('initialize');
    request('shutdown');
    notify('exit', null);
    assert.deepEqual(told, [
      ['exit', false],
      ['exit', true],
    ]);
  });

  it('tells of the process of the client, as far as there can be one', () => {
    for (const processId of [0, -1, 1.5, 2 ** 31, '7', null, {}, 1e308, 7]) {
      open();
      request('initialize', { processId });
    }
    assert.deepEqual(told, [['parent', 7]]);
  });

  it('passes parameters as an object, in whichever way a client writes none', () => {
    request('initialize');
    for (const params of [undefined, null, [], [null], [{}]]) request('aurelis/metrics', params);
    assert.deepEqual(
      passed.slice(1).map((each) => (each as { params: unknown }).params),
      [{}, {}, {}, {}, {}],
    );
    for (const params of [1, 'x', true, [1], [[]], [{}, {}]]) request('aurelis/metrics', params);
    assert.deepEqual(codes(), [-32602, -32602, -32602, -32602, -32602, -32602]);
    notify('aurelis/shown', 7);
    assert.deepEqual(told, [['ignored', '"params" of aurelis/shown must be an object.']]);
  });

  it('answers nothing that is no message with more than a sentence of its own', () => {
    request('initialize');
    for (const message of [null, 7, 'x', [], [{ id: 1, method: 'a' }]]) send(message);
    for (const id of [null, {}, [], true, 'x'.repeat(201)]) request('aurelis/metrics', {}, id);
    for (const method of [7, null, {}, 'x'.repeat(201)]) request(method, {});
    assert.equal(passed.length, 1);
    assert.deepEqual(new Set(codes()), new Set([-32600]));
    assert.equal(answers.length, 14);
    notify('x'.repeat(10_000_000));
    notify('\n'.repeat(100), 7);
    assert.deepEqual(told, [
      ['ignored', '"method" must be a short text.'],
      ['ignored', '"params" of a notification must be an object.'],
    ]);
  });

  it('leaves no cancellation without an id to the library, which would throw', () => {
    request('initialize');
    for (const params of [undefined, {}, { id: null }, { id: {} }])
      notify('$/cancelRequest', params);
    assert.equal(passed.length, 1);
    notify('$/cancelRequest', { id: 3 });
    assert.equal(passed.length, 2);
  });

  it('completes answers of the client, and takes the text out of its errors', () => {
    send({ id: 1 });
    send({ id: 2, result: { a: 1 } });
    send({ id: 3, error: { code: -32601, message: 'const secret', data: 'x' } });
    send({ id: 4, error: 'const secret' });
    send({ result: 1 });
    assert.deepEqual(passed, [
      { jsonrpc: '2.0', id: 1, result: null },
      { jsonrpc: '2.0', id: 2, result: { a: 1 } },
      { jsonrpc: '2.0', id: 3, error: { code: -32601, message: 'The client refused the request' } },
      { jsonrpc: '2.0', id: 4, error: { code: -32803, message: 'The client refused the request' } },
    ]);
    assert.deepEqual(told, [['ignored', 'An answer must have the id of a request.']]);
  });
});
