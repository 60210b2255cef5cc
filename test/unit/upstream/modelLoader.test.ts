import { deepEqual, equal, rejects } from 'node:assert/strict';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { ModelLoader } from '../../../server/src/upstream/modelLoader.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const LOAD_MS = 8_000;

interface Asked {
  readonly path: string;
  readonly body: unknown;
}
type Answer = (asked: Asked, now: number) => unknown;

/** A loader beside a server that is there from the start; a number is a refusal's status. */
function loaderBeside(
  answer: Answer,
  { mayCarryKey = true, isPaused = (): boolean => false } = {},
) {
  const clock = new FakeClock();
  const asked: Asked[] = [];
  const call: HttpCall = async ({ url, body, signal }) => {
    const { pathname } = new URL(url);
    const question = { path: pathname, body: body && JSON.parse(String(body)) };
    asked.push(question);
    let answered = await answer(question, clock.monotonic());
    if (answered === 'after the load') {
      await new Promise<void>((resolve, reject) => {
        const timer = clock.after(LOAD_MS, resolve);
        signal.addEventListener('abort', () => {
          timer.dispose();
          reject(new Error('aborted'));
        });
      });
      answered = {};
    }
    const status = typeof answered === 'number' ? answered : 200;
    async function* bytes() {
      yield Buffer.from(JSON.stringify(answered));
    }
    return { status, headers: {}, body: bytes() };
  };
  const loader = new ModelLoader({
    call,
    clock,
    credential: async () => undefined,
    mayCarryKey: () => mayCarryKey,
    isPaused,
  });
  const paths = () => asked.map(({ path }) => path);
  return { clock, loader, asked, paths };
}

const ollama = anEndpoint({
  provider: 'ollama',
  url: 'http://127.0.0.1:11434',
  completionModel: 'qwen2.5-coder',
  completionApi: 'generate',
});
const coldOllama: Answer = ({ path }, now) => {
  if (path !== '/api/ps') return 'after the load';
  return { models: now < LOAD_MS ? [] : [{ name: 'qwen2.5-coder:latest' }] };
};

/** Whether a model is there after so long. */
async function isThereAfter(
  { clock, loader }: ReturnType<typeof loaderBeside>,
  endpoint: Endpoint,
  ms: number,
): Promise<boolean> {
  let isThere = false;
  void loader.ready(endpoint, 'completion', new AbortController().signal).then(() => {
    isThere = true;
  });
  await clock.pass(ms);
  return isThere;
}

describe('ModelLoader', () => {
  it('has Ollama load a model once, with the size of context that is asked for later, whoever leaves', async () => {
    const beside = loaderBeside(coldOllama);
    const { clock, loader, asked } = beside;
    const leaving = new AbortController();
    const left = loader.ready(ollama, 'completion', leaving.signal);
    await clock.pass(1_000);
    leaving.abort();
    await rejects(left, CancelledError);
    equal(await isThereAfter(beside, ollama, LOAD_MS - 1_001), false);
    await clock.pass(1);
    equal(loader.prepare(ollama, 'completion'), undefined);
    const loads = asked.filter(({ path }) => path === '/api/generate');
    const options = { num_ctx: 8_192 };
    const body = { model: 'qwen2.5-coder', keep_alive: '30m', options };
    deepEqual(loads, [{ path: '/api/generate', body }]);
    equal(clock.pending, 0);
  });

  it('goes on where a load is never answered, and the model is there at two looks', async () => {
    const beside = loaderBeside(({ path }, now) => {
      if (path !== '/api/ps') return new Promise(() => undefined);
      return { models: now < 3_000 ? [] : [{ name: 'qwen2.5-coder:latest' }] };
    });
    equal(await isThereAfter(beside, ollama, 19_999), false);
    await beside.clock.pass(1);
    equal(beside.loader.prepare(ollama, 'completion'), undefined);
    equal(beside.paths().filter((path) => path === '/api/generate').length, 1);
  });

  it('says soon whether a server has said that a model is away', async () => {
    const cold = loaderBeside(coldOllama);
    void cold.loader.prepare(ollama, 'completion');
    equal(await cold.loader.isAway(ollama, 'completion'), true);
    const warm = loaderBeside(() => ({ models: [{ name: 'qwen2.5-coder:latest' }] }));
    void warm.loader.prepare(ollama, 'completion');
    equal(await warm.loader.isAway(ollama, 'completion'), false);
    const silentServer = loaderBeside(() => new Promise(() => undefined));
    void silentServer.loader.prepare(ollama, 'completion');
    const isAway = silentServer.loader.isAway(ollama, 'completion');
    await silentServer.clock.pass(300);
    equal(await isAway, false);
    equal(await cold.loader.isAway({ ...ollama, url: 'http://127.0.0.1:1' }, 'completion'), false);
  });

  it('leaves a model alone that is there, and asks again when it may have been unloaded', async () => {
    const { clock, loader, paths } = loaderBeside(() => ({
      models: [{ name: 'qwen2.5-coder:latest' }],
    }));
    await loader.prepare(ollama, 'completion');
    equal(loader.prepare(ollama, 'completion'), undefined);
    await clock.pass(239_999);
    loader.answered(ollama, 'completion');
    await clock.pass(239_999);
    equal(loader.prepare(ollama, 'completion'), undefined);
    await clock.pass(1);
    await loader.prepare(ollama, 'completion');
    deepEqual(paths(), ['/api/ps', '/api/ps']);
  });

  it('waits for a llama.cpp server that is still loading', async () => {
    const llama = anEndpoint({ provider: 'llamacpp', url: 'http://192.168.1.9:8080' });
    const beside = loaderBeside((_, now) => (now < LOAD_MS ? 503 : { data: [{ id: 'm' }] }));
    equal(await isThereAfter(beside, llama, LOAD_MS), false);
    await beside.clock.pass(500);
    equal(beside.loader.prepare(llama, 'completion'), undefined);
    // No more than two questions a second.
    equal(new Set(beside.paths()).size, 1);
    equal(beside.paths().length <= 2 + 2 * (LOAD_MS / 1_000), true);
  });

  it("has llama.cpp's router load a model, once", async () => {
    const llama = anEndpoint({ provider: 'llamacpp', url: 'http://router:8080' });
    let begunAt: number | undefined;
    const beside = loaderBeside(({ path }, now) => {
      if (path === '/models/load') begunAt = now;
      const value = begunAt === undefined ? 'unloaded' : now < LOAD_MS ? 'loading' : 'loaded';
      return {
        data: [
          { id: 'other', status: { value: 'loaded' } },
          { id: 'm', status: { value } },
        ],
      };
    });
    equal(await isThereAfter(beside, llama, LOAD_MS + 500), true);
    deepEqual(
      beside.asked.filter(({ path }) => path === '/models/load'),
      [{ path: '/models/load', body: { model: 'm' } }],
    );
  });

  it('has LM Studio load a model', async () => {
    const studio = anEndpoint({ provider: 'lmstudio', url: 'http://localhost:1234/v1' });
    let isLoaded = false;
    const beside = loaderBeside(({ path }) => {
      if (path === '/api/v1/models/load') isLoaded = true;
      return { data: [{ id: 'm', state: isLoaded ? 'loaded' : 'not-loaded' }] };
    });
    equal(await isThereAfter(beside, studio, 0), true);
    deepEqual(beside.paths(), ['/api/v0/models', '/api/v1/models/load', '/api/v0/models']);
  });

  it('asks nothing of servers that others pay for, or whose key it may not send', async () => {
    for (const changes of [
      { url: 'https://ollama.com' },
      { url: 'http://8.8.8.8:11434' },
      { completionModel: 'qwen3-coder:480b-cloud' },
      { provider: 'openai' },
    ]) {
      const { loader, asked } = loaderBeside(coldOllama);
      equal(loader.knows({ ...ollama, ...changes }, 'completion'), false);
      equal(loader.prepare({ ...ollama, ...changes }, 'completion'), undefined);
      deepEqual(asked, []);
    }
    const { loader, asked } = loaderBeside(coldOllama, { mayCarryKey: false });
    await loader.prepare(ollama, 'completion');
    deepEqual(asked, []);
  });

  it('lets a request go where the server does not say, or cannot load', async () => {
    for (const answer of [() => 404, () => 'nonsense', () => ({ models: 3 })]) {
      equal(await isThereAfter(loaderBeside(answer), ollama, 0), true);
    }
    const refuses: Answer = ({ path }) => (path === '/api/ps' ? { models: [] } : 404);
    equal(await isThereAfter(loaderBeside(refuses), ollama, 0), true);
  });

  it('asks a server that said nothing again soon, and one that has answered only when it may have unloaded the model', async () => {
    const beside = loaderBeside(() => 500);
    const { clock, loader, asked } = beside;
    const isAskedAfter = async (ms: number) => {
      const before = asked.length;
      await isThereAfter(beside, ollama, ms);
      return asked.length > before;
    };
    deepEqual([await isAskedAfter(0), await isAskedAfter(0)], [true, false]);
    await clock.pass(10_000);
    deepEqual([await isAskedAfter(0), await isAskedAfter(0)], [true, false]);
    loader.answered(ollama, 'completion');
    await clock.pass(200_000);
    equal(await isAskedAfter(0), false);
  });

  it('forgets a load that failed, and takes no odd word for a state', async () => {
    const llama = anEndpoint({ provider: 'llamacpp', url: 'http://127.0.0.1:8080' });
    const { clock, loader, paths } = loaderBeside(() => ({ data: [] }));
    const broken = new ModelLoader({
      call: () => Promise.reject(new Error('not asked')),
      clock,
      credential: async () => undefined,
      mayCarryKey: () => {
        throw new Error('broken');
      },
    });
    await broken.prepare(llama, 'completion');
    equal(await broken.isAway(llama, 'completion'), false);
    await clock.pass(20_000);
    await broken.ready(llama, 'completion', new AbortController().signal);
    // A word that cannot be made text is none.
    const value = { toString: 1, valueOf: 1 };
    const odd = loaderBeside(() => ({ data: [{ id: llama.completionModel, status: { value } }] }));
    equal(await isThereAfter(odd, llama, 0), true);
    await loader.ready(llama, 'completion', new AbortController().signal);
    deepEqual(paths(), odd.paths());
  });

  it('asks no more once it is disposed of', async () => {
    const llama = anEndpoint({ provider: 'llamacpp', url: 'http://127.0.0.1:8080' });
    const { clock, loader } = loaderBeside(() => 503);
    void loader.prepare(llama, 'completion');
    await clock.pass(1_000);
    loader.dispose();
    equal(clock.pending, 0);
  });

  it('gives up a load that never ends', async () => {
    const llama = anEndpoint({ provider: 'llamacpp', url: 'http://127.0.0.1:8080' });
    const beside = loaderBeside(() => 503);
    equal(await isThereAfter(beside, llama, 599_000), false);
    await beside.clock.pass(1_000);
    equal(beside.clock.pending, 0);
  });

  it('asks nothing of an endpoint that is paused, even while it loads', async () => {
    let isPaused = true;
    const beside = loaderBeside(coldOllama, { isPaused: () => isPaused });
    const { clock, loader, asked } = beside;
    await isThereAfter(beside, ollama, 1_000);
    equal(asked.length, 0);
    isPaused = false;
    await clock.pass(10_000);
    void loader.prepare(ollama, 'completion');
    await clock.pass(2_000);
    const { length } = asked;
    equal(length > 0, true);
    isPaused = true;
    await clock.pass(60_000);
    equal(asked.length, length);
    equal(clock.pending, 0);
  });
});
