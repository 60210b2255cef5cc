import { strict as assert } from 'node:assert';
import type { Announcement } from '../../../server/src/domain/announcement.ts';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { ModelChoices } from '../../../server/src/domain/operation.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { DescribedServers } from '../../../server/src/engine/describedServers.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

/** An endpoint as the settings make it. */
function endpointOf(setting: object): Endpoint {
  const { settings } = parseSettings({ endpoints: [{ id: 'e', model: 'm', ...setting }] });
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return endpoint;
}

describe('servers that say what they are', () => {
  let asked: { url: string; method: string; body?: unknown; headers: object }[];
  let answer: unknown;
  let mayCarry: boolean;
  let isPaused: boolean;
  let changes: number;
  let announced: Announcement[];
  let chosen: ModelChoices[];
  let status: number;
  let clock: FakeClock;
  let servers: DescribedServers;
  beforeEach(() => {
    [asked, answer, mayCarry, isPaused, changes, status] = [[], {}, true, false, 0, 200];
    [announced, chosen] = [[], []];
    clock = new FakeClock();
    servers = new DescribedServers(
      {
        clock,
        credential: async () => 'key-1',
        mayCarryKey: () => mayCarry,
        isPaused: () => isPaused,
        onAnnounced: (_, told) => announced.push(told),
        onChosen: (_, choices) => chosen.push(choices),
        call: async ({ url, method, headers, body }) => {
          asked.push({ url, method, headers, body });
          async function* content() {
            yield Buffer.from(JSON.stringify(answer));
          }
          return { status, headers: {}, body: content() };
        },
      },
      () => changes++,
    );
  });

  const known = async (setting: object, says: unknown) => {
    answer = says;
    const endpoint = endpointOf(setting);
    await servers.ask([endpoint]);
    const { limits, completionApi } = servers.known(endpoint);
    return { limits, completionApi };
  };

  it('give llama.cpp its context and slots, under the key, and load nothing for that', async () => {
    const props = { default_generation_settings: { n_ctx: 8_192 }, total_slots: 2 };
    const { limits } = await known({ provider: 'llamacpp', model: 'a/b' }, props);
    assert.deepEqual(limits, { inputTokens: 7_168, concurrency: 2 });
    const [question] = asked;
    assert.equal(question?.url, 'http://127.0.0.1:8080/props?model=a%2Fb&autoload=false');
    assert.deepEqual(
      { authorization: 'Bearer key-1', accept: 'application/json' },
      { ...Object.fromEntries(Object.entries(question.headers).filter(([n]) => /^a/.test(n))) },
    );
    const router = { role: 'router', default_generation_settings: { n_ctx: 0 }, total_slots: 4 };
    assert.deepEqual((await known({ provider: 'llamacpp', model: 'c' }, router)).limits, {});
  });

  it('give Ollama the context that is asked for, one slot, and chat to a model that cannot fill in', async () => {
    // `/api/show`, as Ollama's API documentation has it, shortened.
    const show = (length: number, ...capabilities: string[]) => ({
      model_info: { 'general.architecture': 'x', 'x.context_length': length },
      capabilities,
    });
    const asks = (model: string, says: object) => known({ provider: 'ollama', model }, says);
    assert.deepEqual(await asks('mystery', show(2_048, 'completion')), {
      limits: { inputTokens: 1_536, concurrency: 1 },
      completionApi: 'chat',
    });
    assert.deepEqual(asked[0]?.body, '{"model":"mystery"}');
    assert.deepEqual(await asks('other', show(131_072, 'completion', 'insert')), {
      limits: { inputTokens: 7_168, concurrency: 1 },
      completionApi: 'generate',
    });
    const { completionApi } = await asks('qwen2.5-coder', show(32_768, 'completion'));
    assert.equal(completionApi, 'generate');
  });

  it('give LM Studio and vLLM the context of the model that is asked', async () => {
    const loaded = {
      id: 'm',
      state: 'loaded',
      max_context_length: 9,
      loaded_context_length: 4_096,
    };
    const studio = await known({ provider: 'lmstudio' }, { data: [{ id: 'n' }, loaded] });
    assert.deepEqual(studio.limits, { inputTokens: 3_072 });
    assert.deepEqual(chosen, []);
    assert.equal(asked[0]?.url, 'http://127.0.0.1:1234/api/v0/models');
    const vllm = { provider: 'vllm', url: 'http://h:8000' };
    const { limits } = await known(vllm, { data: [{ id: 'm', max_model_len: 32_768 }] });
    assert.deepEqual(limits, { inputTokens: 31_744 });
    assert.equal(asked[1]?.url, 'http://h:8000/v1/models');
  });

  it('do not loosen what the settings say, and are not believed everything', async () => {
    const own = { provider: 'llamacpp', limits: { inputTokens: 500, concurrency: 1 } };
    const props = { default_generation_settings: { n_ctx: 8_192 }, total_slots: 2 };
    assert.deepEqual((await known(own, props)).limits, own.limits);
    for (const wrong of [-1, 1e12, '8192', 0.5, null]) {
      const says = { default_generation_settings: { n_ctx: wrong }, total_slots: wrong };
      const model = String(wrong);
      assert.deepEqual((await known({ provider: 'llamacpp', model }, says)).limits, {}, model);
    }
    for (const says of [null, 5, [], { data: 5 }, { model_info: 5, capabilities: 5 }]) {
      for (const provider of ['llamacpp', 'ollama', 'lmstudio']) {
        const model = `${provider} ${JSON.stringify(says)}`;
        assert.deepEqual((await known({ provider, model }, says)).limits, {}, model);
      }
    }
  });

  it('are asked again after five minutes, and told of when they say something new', async () => {
    const props = (n_ctx: number) => ({ default_generation_settings: { n_ctx }, total_slots: 1 });
    await known({ provider: 'llamacpp' }, props(4_096));
    await known({ provider: 'llamacpp' }, props(8_192));
    assert.deepEqual([asked.length, changes], [1, 1]);
    await clock.pass(300_000);
    await known({ provider: 'llamacpp' }, props(4_096));
    assert.deepEqual([asked.length, changes], [2, 1]);
    await clock.pass(300_000);
    const { limits } = await known({ provider: 'llamacpp' }, props(8_192));
    assert.deepEqual([limits.inputTokens, changes], [7_168, 2]);
  });

  it('are asked again at once after they were loading', async () => {
    const props = { default_generation_settings: { n_ctx: 8_192 }, total_slots: 1 };
    status = 503;
    assert.deepEqual((await known({ provider: 'llamacpp' }, props)).limits, {});
    status = 200;
    const { limits } = await known({ provider: 'llamacpp' }, props);
    assert.deepEqual([limits.concurrency, asked.length], [1, 2]);
  });

  it('give an Aurelis gateway the limits of its model, and tell what it announces', async () => {
    const entry = (id: string, fills: boolean, limits: object) => ({
      id,
      aurelis: { limits, fills, chats: true },
    });
    const limits = [{ of: 'requests', per: 'day', limit: 9, remaining: 7 }];
    const list = {
      data: [entry('m', false, { inputTokens: 4_000, outputTokens: 300 })],
      aurelis: { limits },
    };
    const setting = { provider: 'aurelis', url: 'http://h', limits: { outputTokens: 200 } };
    assert.deepEqual(await known(setting, list), {
      limits: { inputTokens: 4_000, outputTokens: 200 },
      completionApi: 'chat',
    });
    assert.deepEqual([asked[0]?.url, changes], ['http://h/v1/models', 1]);
    assert.deepEqual(chosen, [{ chat: 'm' }]);
    assert.deepEqual(announced, [
      {
        models: [{ name: 'm', inputTokens: 4_000, outputTokens: 300, fills: false, chats: true }],
        moreModels: 0,
        limits,
      },
    ]);
  });

  it('are asked again at once after they refused the key', async () => {
    status = 401;
    await known({ provider: 'aurelis', url: 'http://h' }, {});
    assert.deepEqual(announced, []);
    status = 200;
    await known({ provider: 'aurelis', url: 'http://h' }, { data: [] });
    assert.deepEqual([asked.length, announced.length], [2, 1]);
  });

  it('are not asked where the key could be read on the way, nor where they say nothing', async () => {
    mayCarry = false;
    await known({ provider: 'llamacpp' }, {});
    mayCarry = true;
    await known({ provider: 'openai', url: 'http://h' }, {});
    assert.deepEqual(asked, []);
  });

  it('are not asked while they are paused, and are when they no longer are', async () => {
    isPaused = true;
    const props = { default_generation_settings: { n_ctx: 8_192 }, total_slots: 1 };
    await known({ provider: 'llamacpp' }, props);
    assert.deepEqual(asked, []);
    isPaused = false;
    assert.equal((await known({ provider: 'llamacpp' }, props)).limits.concurrency, 1);
  });
});
