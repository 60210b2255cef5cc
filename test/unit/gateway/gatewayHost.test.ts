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

/** A server with one model, which answers with the name of its file. */
function llamaServer() {
  const state = { file: 'a', descriptions: 0 };
  async function* json(value: object) {
    yield Buffer.from(JSON.stringify(value));
  }
  const call: HttpCall = async ({ url }) => {
    const headers = { 'content-type': 'application/json' };
    if (url.includes('/props')) {
      state.descriptions++;
      return { status: 200, headers, body: json({ model_path: `/models/${state.file}.gguf` }) };
    }
    const choice = {
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: state.file },
    };
    const answer = {
      id: '1',
      object: 'chat.completion',
      created: 1,
      model: 'm',
      choices: [choice],
    };
    return { status: 200, headers, body: json(answer) };
  };
  return { state, call };
}

describe('a gateway in front of a llama.cpp server', () => {
  let storagePath: string;
  beforeEach(() => {
    storagePath = mkdtempSync(join(tmpdir(), 'aurelis-gateway-'));
  });
  afterEach(() => rmSync(storagePath, { recursive: true }));

  it('hears while requests come which model is loaded there, and answers with no other one’s', async () => {
    const clock = new FakeClock();
    const { state, call } = llamaServer();
    const host = new GatewayHost(
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
      configOf({
        endpoints: [{ id: 'local', provider: 'llamacpp' }],
        cache: { disk: { enable: false } },
      }),
    );
    const request = relayRequest({ isStreamed: false });
    const ask = async () => {
      const asked = host.generate(request, aContext());
      await clock.pass(1);
      const { text, source } = await asked;
      return [/"content":"([ab])"/.exec(text)?.[1] ?? text, source];
    };
    assert.deepEqual(await ask(), ['a', 'upstream']);
    assert.deepEqual(await ask(), ['a', 'memory']);
    state.file = 'b';
    await clock.pass(1_000);
    assert.deepEqual(await ask(), ['b', 'upstream']);
    assert.deepEqual(await ask(), ['b', 'memory']);
    state.file = 'a';
    await clock.pass(1_000);
    assert.deepEqual(await ask(), ['a', 'memory'], 'nothing of the other one is kept as its own');
    assert.equal(state.descriptions, 3);
    host.dispose();
  });
});
