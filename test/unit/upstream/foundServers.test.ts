import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { discover, LOCAL_PLACES } from '../../../server/src/upstream/discovery.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

/** An answer by status, body and headers; a list is what comes one time after the other. */
interface Scripted {
  readonly status?: number;
  readonly json: unknown;
  readonly server?: string;
}

const HOST = 'http://127.0.0.1';

/** `/props` of llama.cpp's server, shortened (its README, "GET /props"). */
const PROPS = {
  default_generation_settings: { id: 0, n_ctx: 1024, params: { n_predict: -1 } },
  total_slots: 1,
  model_path: '../models/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf',
  chat_template: '...',
  build_info: 'b7389-1234567',
};
/** The same of a router, and its list (the README's "Using multiple models"). */
const ROUTER = { role: 'router', max_instances: 4, default_generation_settings: { n_ctx: 0 } };
const ROUTED = {
  object: 'list',
  data: [
    { id: 'bge-m3-GGUF', architecture: { output_modalities: ['text'] } },
    { id: 'my-decision-model', architecture: { output_modalities: ['decisions'] } },
    { id: 'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M', status: { value: 'unloaded' } },
    { id: 'unsloth/Qwen3-8B-GGUF:Q4_K_M', status: { value: 'loaded' } },
  ],
};
const LOADING = { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } };
const NO_KEY = { error: { code: 401, message: 'Invalid API Key', type: 'authentication_error' } };
/** `/api/tags` of Ollama with a model of its cloud (docs.ollama.com/cloud) and one that embeds. */
const CLOUD = {
  name: 'gpt-oss:120b-cloud',
  remote_model: 'gpt-oss:120b',
  remote_host: 'https://ollama.com:443',
  size: 384,
};
const EMBEDS = { name: 'mxbai-large:latest', details: { family: 'bert', format: 'gguf' } };
const QWEN = { name: 'qwen2.5-coder:1.5b', details: { family: 'qwen2', format: 'gguf' } };

describe('servers on the ports where they usually are', () => {
  /** Servers by the rest of their URLs behind the host; whoever is not named does not answer. */
  async function found(answers: Readonly<Record<string, Scripted | readonly Scripted[]>>) {
    const clock = new FakeClock();
    const asked: string[] = [];
    const call: HttpCall = async ({ url }) => {
      const place = url.slice(HOST.length);
      const times = asked.filter((each) => each === place).length;
      asked.push(place);
      const script = answers[place];
      const list = script === undefined ? [] : [script].flat();
      const answer = list[Math.min(times, list.length - 1)];
      if (answer === undefined) throw new Error('ECONNREFUSED');
      async function* body() {
        yield Buffer.from(JSON.stringify(answer?.json));
      }
      const headers = { server: answer.server ?? '' };
      return { status: answer.status ?? 200, headers, body: body() };
    };
    let servers: Awaited<ReturnType<typeof discover>> | undefined;
    void discover(call, clock, LOCAL_PLACES).then((all) => {
      servers = all;
    });
    for (let second = 0; servers === undefined && second < 70; second++) {
      await clock.pass(1_000);
    }
    return { servers: servers ?? [], asked };
  }
  const endpoints = async (answers: Parameters<typeof found>[0]) =>
    (await found(answers)).servers.map(({ endpoint }) => endpoint);

  it('are asked there, and nowhere else', async () => {
    const { asked } = await found({});
    assert.deepEqual(asked.sort(), [
      ':11434/api/tags',
      ':1234/v1/models',
      ':8000/v1/models',
      ':8012/props',
      ':8080/props',
      ':9931/props',
    ]);
  });

  it('are known by what they are, with the name of their model', async () => {
    const llama = await endpoints({ ':8012/props': { json: PROPS } });
    const model = 'Meta-Llama-3.1-8B-Instruct-Q4_K_M';
    const url = `${HOST}:8012`;
    assert.deepEqual(llama, [{ id: 'llamacpp', provider: 'llamacpp', url, model }]);
    const aliased = { ...PROPS, model_alias: 'coder' };
    assert.equal((await endpoints({ ':8080/props': { json: aliased } }))[0]?.model, 'coder');
    const vllm = { object: 'list', data: [{ id: 'Qwen/Qwen3-8B', owned_by: 'vllm' }] };
    const [found] = await endpoints({ ':8000/v1/models': { json: vllm } });
    assert.deepEqual(found, {
      id: 'vllm',
      provider: 'vllm',
      url: `${HOST}:8000/v1`,
      model: 'Qwen/Qwen3-8B',
    });
    const other = { object: 'list', data: [{ id: 'x', owned_by: 'me' }] };
    assert.deepEqual(await endpoints({ ':8000/v1/models': { json: other } }), []);
  });

  it('have names of their own where there are two of a kind', async () => {
    const two = await endpoints({ ':8080/props': { json: PROPS }, ':8012/props': { json: PROPS } });
    assert.deepEqual(
      two.map(({ id, url }) => [id, url]),
      [
        ['llamacpp', `${HOST}:8080`],
        ['llamacpp-8012', `${HOST}:8012`],
      ],
    );
  });

  it('name a model that writes text where they are routers, one that is loaded first', async () => {
    const models = async (json: object) =>
      (await endpoints({ ':8080/props': { json: ROUTER }, ':8080/v1/models': { json } })).map(
        ({ model }) => model,
      );
    assert.deepEqual(await models(ROUTED), ['unsloth/Qwen3-8B-GGUF:Q4_K_M']);
    assert.deepEqual(await models({ data: ROUTED.data.slice(0, 3) }), [
      'ggml-org/gemma-3-4b-it-GGUF:Q4_K_M',
    ]);
    assert.deepEqual(await models({ data: ROUTED.data.slice(0, 2) }), []);
  });

  it('are found behind a key, and waited for while they load', async () => {
    const server = 'llama.cpp';
    const { servers } = await found({ ':8080/props': { status: 401, json: NO_KEY, server } });
    const endpoint = { id: 'llamacpp', provider: 'llamacpp', url: `${HOST}:8080` };
    assert.deepEqual(servers, [{ label: 'llama.cpp', wantsKey: true, endpoint }]);
    const loading: Scripted = { status: 503, json: LOADING, server };
    const ready = [loading, loading, loading, { json: PROPS, server }];
    assert.equal((await endpoints({ ':8080/props': ready })).length, 1);
    const never = await found({ ':8080/props': loading });
    assert.deepEqual(never.servers, []);
    assert.equal(never.asked.filter((place) => place === ':8080/props').length, 61);
    // Something else that wants a key, or is not ready.
    const others = {
      ':8080/props': { status: 401, json: {} },
      ':8012/props': { status: 503, json: {} },
    };
    assert.deepEqual((await found(others)).servers, []);
  });

  it('do not wait for one that loads where another is ready', async () => {
    const loading: Scripted = { status: 503, json: LOADING, server: 'llama.cpp' };
    const { servers, asked } = await found({
      ':8080/props': loading,
      ':11434/api/tags': { json: { models: [QWEN] } },
    });
    assert.deepEqual(
      servers.map(({ label }) => label),
      ['Ollama'],
    );
    assert.equal(asked.filter((place) => place === ':8080/props').length, 1);
  });

  it('offer no model that runs elsewhere, and none that writes no text', async () => {
    const tags = async (...models: object[]) =>
      (await endpoints({ ':11434/api/tags': { json: { models } } })).map(({ model }) => model);
    assert.deepEqual(await tags(CLOUD, EMBEDS, QWEN), ['qwen2.5-coder:1.5b']);
    const elsewhere = [CLOUD, { name: 'qwen3-coder:480b-cloud' }, { name: 'a:cloud' }];
    const silent = [
      EMBEDS,
      { name: 'nomic-embed-text' },
      { name: 'bge-m3:latest' },
      { name: 'dengcao/Qwen3-Reranker-8B' },
      { name: 'all-minilm' },
      { name: 'snowflake-arctic-embed2' },
      { name: 'm', capabilities: ['embedding'] },
    ];
    for (const model of [...elsewhere, ...silent]) {
      assert.deepEqual(await tags(model), [], JSON.stringify(model));
    }
    // LM Studio (its documentation, "GET /api/v0/models").
    const data = [
      { id: 'text-embedding-nomic-embed-text-v1.5', type: 'embeddings', state: 'loaded' },
      { id: 'own-embedder', type: 'embeddings' },
      { id: 'meta-llama-3.1-8b-instruct', type: 'llm', state: 'not-loaded' },
    ];
    const [studio] = await endpoints({ ':1234/v1/models': { json: { data } } });
    assert.equal(studio?.model, 'meta-llama-3.1-8b-instruct');
    const embeds = { ...PROPS, model_path: '/m/bge-small-en-v1.5-q8_0.gguf' };
    assert.deepEqual(await endpoints({ ':8080/props': { json: embeds } }), []);
  });
});
