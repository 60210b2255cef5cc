import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { GatewayHost } from '../../../server/src/gateway/gatewayHost.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext } from '../../../tools/testing/requests.ts';
import { configOf } from '../../support/gatewayConfigs.ts';
import { relayRequest } from '../../support/relays.ts';

/** Servers with one model each, by their port; their chats answer with the name of its file, and their texts with the prompt that they got. */
function llamaServers(files: Readonly<Record<string, string>> = { 8080: 'a' }) {
  const state = {
    files: { ...files },
    descriptions: 0,
    isMute: false,
    isAway: false,
    texts: [] as string[],
  };
  async function* json(value: object) {
    yield Buffer.from(JSON.stringify(value));
  }
  const call: HttpCall = async ({ url, body }) => {
    const headers = { 'content-type': 'application/json' };
    const { port, pathname } = new URL(url);
    const file = state.files[port];
    if (pathname === '/props') state.descriptions++;
    if (state.isAway) throw new Error('connect ECONNREFUSED');
    if (pathname === '/props') {
      if (state.isMute) return { status: 404, headers, body: json({}) };
      return { status: 200, headers, body: json({ model_path: `/models/${file}.gguf` }) };
    }
    if (pathname.endsWith('/completions') && !pathname.includes('chat')) {
      state.texts.push(`${port}${pathname} ${JSON.parse(String(body)).prompt}`);
      const choices = [{ index: 0, finish_reason: 'stop', text: 'x' }];
      return { status: 200, headers, body: json({ object: 'text_completion', choices }) };
    }
    const choice = {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: file },
    };
    const answer = { id: '1', object: 'chat.completion', created: 1, model: 'm' };
    return { status: 200, headers, body: json({ ...answer, choices: [choice] }) };
  };
  return { state, call };
}

const PORTS = [8080, 8081];
const unnamed = PORTS.map((port) => ({
  id: `local${port}`,
  provider: 'llamacpp',
  url: `http://127.0.0.1:${port}`,
}));
const FILL = relayRequest(
  { operation: 'text', body: { prompt: 'ab', suffix: 'cd' }, isStreamed: false },
  { model: 'default' },
);

describe('a gateway in front of a llama.cpp server', () => {
  let storagePath: string;
  let clock: FakeClock;
  let host: GatewayHost;
  beforeEach(() => {
    storagePath = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
    clock = new FakeClock();
  });
  afterEach(() => {
    host.dispose();
    rmSync(storagePath, { recursive: true });
  });

  const begin = (call: HttpCall, endpoints: readonly object[] = unnamed.slice(0, 1)) => {
    host = new GatewayHost(
      {
        clock,
        random: () => 0.5,
        newId: () => 'id',
        storagePath,
        writerOf: () => ({ run: async () => undefined, close: async () => undefined }),
        environment: {},
        call,
        usage: () => ({ cpu: 0, memory: 0, residentBytes: 1 }),
        secret: 'secret',
        log: () => undefined,
        processes: () => 1,
        instance: () => ({ address: '', inFlight: 0, capacity: 1 }),
      },
      configOf({ endpoints, cache: { disk: { enable: false }, memory: { ttlSeconds: 3_600 } } }),
    );
  };
  const answered = async (request = relayRequest({ isStreamed: false })) => {
    const asked = host.generate(request, aContext());
    await clock.pass(1);
    const { text, source } = await asked;
    return [/"content":"([ab])"/.exec(text)?.[1] ?? text, source];
  };

  it('hears while requests come which model is loaded there, and answers with no other one’s', async () => {
    const { state, call } = llamaServers();
    begin(call);
    assert.deepEqual(await answered(), ['a', 'upstream']);
    assert.deepEqual(await answered(), ['a', 'memory']);
    state.files[8080] = 'b';
    await clock.pass(1_000);
    assert.deepEqual(await answered(), ['b', 'upstream']);
    assert.deepEqual(await answered(), ['b', 'memory']);
    state.files[8080] = 'a';
    await clock.pass(1_000);
    assert.deepEqual(
      await answered(),
      ['a', 'memory'],
      'nothing of the other one is kept as its own',
    );
    assert.equal(state.descriptions, 3);
  });

  it('fills in the middle by the prompt of the model that is there, though nobody names it', async () => {
    const { state, call } = llamaServers({ 8080: 'qwen2.5-coder-1.5b-q8_0' });
    begin(call);
    assert.equal(host.hasModel('default', 'fill'), false);
    await host.askedModels();
    assert.equal(host.hasModel('default', 'fill'), true);
    assert.deepEqual(
      host.models.map(({ aurelis }) => aurelis.fills),
      [true],
    );
    await answered(FILL);
    assert.deepEqual(state.texts, [
      '8080/v1/completions <|fim_prefix|>ab<|fim_suffix|>cd<|fim_middle|>',
    ]);
    state.files[8080] = 'llama-3.2-3b-instruct';
    await clock.pass(1_000);
    await host.askedModels();
    assert.equal(host.hasModel('default', 'fill'), false);
  });

  it('fills in the middle also where the name in the configuration tells nothing, as long as it says nothing else', async () => {
    const { call } = llamaServers({ 8080: 'qwen2.5-coder-1.5b-q8_0' });
    const fills = async (more: object) => {
      begin(call, [{ ...unnamed[0], ...more }]);
      await host.askedModels();
      const [listed] = host.models;
      host.dispose();
      return listed?.aurelis.fills;
    };
    assert.equal(await fills({ model: 'mine' }), true);
    assert.equal(await fills({ model: 'mistral-7b-instruct' }), false);
    assert.equal(await fills({ model: 'mine', completionApi: 'chat' }), false);
  });

  it('asks nobody to fill in the middle who would not heed what stands behind the place', async () => {
    const { state, call } = llamaServers({ 8080: 'llama-3.2-3b-instruct', 8081: 'starcoder2-3b' });
    begin(call, unnamed);
    await host.askedModels();
    assert.equal(host.hasModel('default', 'fill'), true);
    await answered(FILL);
    assert.deepEqual(state.texts, ['8081/v1/completions <fim_prefix>ab<fim_suffix>cd<fim_middle>']);
  });

  it('lists the model under the name that the server gives it, and answers to `default`, too', async () => {
    const { state, call } = llamaServers();
    begin(call);
    const listed = () => host.models.map(({ id }) => id);
    const told = (model: string) => host.modelOfAnswer({ model, operation: 'chat' });
    assert.deepEqual([listed(), told('default')], [['default'], 'default']);
    const ask = async (model: string) =>
      answered(relayRequest({ isStreamed: false }, { model })).then(([text]) => text);
    assert.equal(await ask('default'), 'a');
    assert.deepEqual([listed(), told('default'), told('a')], [['a'], 'a', 'a']);
    assert.equal(await ask('a'), 'a');
    state.files[8080] = 'b';
    await clock.pass(1_000);
    await host.askedModels();
    assert.deepEqual([listed(), told('default')], [['b'], 'b']);
    assert.deepEqual([host.hasModel('a', 'chat'), host.hasModel('b', 'chat')], [false, true]);
    assert.equal(await ask('b'), 'b');
    assert.equal(await ask('default'), 'b');
  });

  it('takes no requests for another endpoint’s model, whatever a server calls its own', async () => {
    const { call } = llamaServers({ 8080: 'gpt' });
    begin(call, [
      ...unnamed.slice(0, 1),
      { id: 'far', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'gpt' },
    ]);
    await host.askedModels();
    assert.deepEqual(
      host.models.map(({ id }) => id),
      ['default', 'gpt'],
    );
    const told = (model: string) => host.modelOfAnswer({ model, operation: 'chat' });
    assert.deepEqual([told('default'), told('gpt')], [undefined, 'gpt']);
  });

  it('asks that one alone whose model was asked for, of several that nobody names', async () => {
    const { call } = llamaServers({ 8080: 'a', 8081: 'b' });
    begin(call, unnamed);
    await host.askedModels();
    for (const model of ['b', 'a', 'b'])
      assert.equal((await answered(relayRequest({ isStreamed: false }, { model })))[0], model);
  });

  it('keeps and gives nothing under a name while the server does not say which model it has, and asks it more and more rarely', async () => {
    const { state, call } = llamaServers();
    begin(call);
    const told = () => host.modelOfAnswer({ model: 'default', operation: 'chat' });
    assert.deepEqual(await answered(), ['a', 'upstream']);
    assert.deepEqual([await answered(), told()], [['a', 'memory'], 'a']);
    [state.isMute, state.files[8080]] = [true, 'b'];
    await clock.pass(1_000);
    for (let time = 0; time < 2; time++)
      assert.deepEqual([await answered(), told()], [['b', 'upstream'], undefined]);
    const before = state.descriptions;
    for (let second = 0; second < 300; second++) {
      await clock.pass(1_000);
      await answered();
    }
    assert.ok(state.descriptions - before <= 10, `${state.descriptions - before} times`);
    // Another one was started meanwhile, and then the first one again.
    state.files[8080] = 'a';
    assert.deepEqual(await answered(), ['a', 'upstream']);
    state.isMute = false;
    await clock.pass(60_000);
    assert.deepEqual([await answered(), told()], [['a', 'memory'], 'a'], 'as its own');
    state.files[8080] = 'b';
    await clock.pass(1_000);
    assert.deepEqual([await answered(), told()], [['b', 'upstream'], 'b']);
    assert.deepEqual(
      host.models.map(({ id }) => id),
      ['b'],
    );
  });

  it('gives what it has of a server that is away, and keeps nothing until that says which model it has when it is back', async () => {
    const { state, call } = llamaServers();
    begin(call);
    assert.deepEqual(await answered(), ['a', 'upstream']);
    [state.isAway, state.files[8080]] = [true, 'b'];
    const before = state.descriptions;
    for (let second = 0; second < 60; second++) {
      await clock.pass(1_000);
      assert.deepEqual(await answered(), ['a', 'memory']);
    }
    assert.ok(state.descriptions - before <= 13, `${state.descriptions - before} times`);
    state.isAway = false;
    const other = relayRequest({
      isStreamed: false,
      body: { messages: [{ role: 'user', content: 'other' }] },
    });
    assert.deepEqual(await answered(other), ['b', 'upstream']);
    await clock.pass(5_000);
    assert.deepEqual(await answered(), ['b', 'upstream']);
    // It was the first one again, and nothing was kept under its name meanwhile.
    state.files[8080] = 'a';
    await clock.pass(1_000);
    assert.deepEqual(await answered(other), ['a', 'upstream']);
  });

  it('keeps nothing that was asked before it was known that the server does not say it any more', async () => {
    const { state, call } = llamaServers();
    let release: () => void = () => undefined;
    const held: HttpCall = async (asked) => {
      const isOther = asked.url.includes('/props') || !String(asked.body).includes('held');
      if (!isOther) await new Promise<void>((resolve) => (release = resolve));
      return call(asked);
    };
    begin(held);
    await answered();
    const request = relayRequest({
      isStreamed: false,
      body: { messages: [{ role: 'user', content: 'held' }] },
    });
    const first = answered(request);
    await clock.pass(1_000);
    [state.isMute, state.files[8080]] = [true, 'b'];
    await answered();
    release();
    assert.deepEqual(await first, ['b', 'upstream']);
    [state.isMute, state.files[8080]] = [false, 'a'];
    await clock.pass(60_000);
    const second = answered(request);
    await clock.pass(1);
    release();
    assert.deepEqual(await second, ['a', 'upstream']);
  });
});
