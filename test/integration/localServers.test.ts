import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { discover, LOCAL_PLACES, type LocalPlace } from '../../server/src/upstream/discovery.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { freePort } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';

/** The place of a provider, with another URL. */
function placeOf(provider: string, url: string): LocalPlace {
  const place = LOCAL_PLACES.find((each) => each.provider === provider);
  assert.ok(place);
  return { ...place, url };
}

describe('model servers of this machine', () => {
  let server: Server;
  let asked: string[];
  let answers: Record<string, unknown>;
  let url: string;
  let pair: LspPair | undefined;

  beforeEach(async () => {
    [asked, answers] = [[], {}];
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const answer = answers[request.url ?? ''];
      response.statusCode = answer === undefined ? 404 : 200;
      response.end(JSON.stringify(answer ?? {}));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const find = async (...places: LocalPlace[]) => {
    const client = new HttpClient(systemClock);
    const found = await discover(client.call, systemClock, places);
    client.dispose();
    return found.map(({ endpoint }) => endpoint);
  };

  it('are found by what they say of themselves, with a model that fills in where they have one', async () => {
    answers = {
      '/api/tags': {
        models: [{ name: 'nomic-embed-text' }, { name: 'llama3' }, { name: 'qwen2.5-coder:1.5b' }],
      },
      '/v1/models': { data: [{ id: 'own-model' }] },
      '/props': { default_generation_settings: {} },
    };
    assert.deepEqual(
      await find(
        placeOf('ollama', url),
        placeOf('llamacpp', url),
        placeOf('lmstudio', `${url}/v1`),
      ),
      // The question says more of those whose model is known: they come first.
      [
        { id: 'ollama', provider: 'ollama', url, model: 'qwen2.5-coder:1.5b' },
        { id: 'lmstudio', provider: 'lmstudio', url: `${url}/v1`, model: 'own-model' },
        { id: 'llamacpp', provider: 'llamacpp', url },
      ],
    );
  });

  it('are not found where nobody listens, or somebody else does', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    assert.deepEqual(await find(placeOf('ollama', nobody)), []);
    answers = { '/props': { theme: 'dark' }, '/api/tags': ['x'] };
    assert.deepEqual(
      await find(placeOf('llamacpp', url), placeOf('ollama', url), placeOf('lmstudio', url)),
      [],
    );
  });

  it('are offered at the start, used once the user agrees, and sent no code before', async () => {
    answers = { '/api/tags': { models: [{ name: 'qwen2.5-coder' }] } };
    pair = await lspPair({ localPlaces: [placeOf('ollama', url)], press: 'Use It' });
    const told = () =>
      pair?.notifications.find(({ method }) => method === 'aurelis/useEndpoint')?.params;
    await waitFor('the endpoint', () => told() !== undefined);
    const endpoint = { id: 'ollama', provider: 'ollama', url, model: 'qwen2.5-coder' };
    assert.deepEqual(told(), { endpoint });
    assert.match(pair.messages[0] ?? '', /Ollama runs on this machine, with “qwen2.5-coder”/);
    assert.deepEqual(asked, ['GET /api/tags']);
  });

  it('are not offered again to who has said never, but found when he looks', async () => {
    answers = { '/api/tags': { models: [{ name: 'm' }] } };
    const places = [placeOf('ollama', url)];
    const storagePath = mkdtempSync(join(tmpdir(), 'aurelis-storage-'));
    const first = await lspPair({ localPlaces: places, press: 'Never', storagePath });
    await waitFor('the question', () => first.messages.length === 1);
    await waitFor('the answer', () => existsSync(join(storagePath, 'asked.json')));
    await first.close();
    pair = await lspPair({ localPlaces: places, press: 'Not Now', storagePath });
    await waitFor('the probe', () => asked.length === 2);
    await pair.metrics();
    assert.deepEqual(pair.messages, []);
    assert.deepEqual(await pair.client.sendRequest('aurelis/findServers'), { found: 1 });
    assert.equal(pair.messages.length, 1);
    await pair.close();
    pair = undefined;
    rmSync(storagePath, { recursive: true });
  });

  it('are not looked for where an endpoint is configured', async () => {
    const endpoints = [{ id: 'own', provider: 'openai', url: `${url}/v1`, model: 'm' }];
    pair = await lspPair({ localPlaces: [placeOf('ollama', url)], settings: { endpoints } });
    await pair.metrics();
    assert.deepEqual(asked, []);
  });
});
