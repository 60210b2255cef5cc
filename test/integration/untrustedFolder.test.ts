import { strict as assert } from 'node:assert';
import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import type { ExplainResult } from '../../server/src/protocol/messages.ts';
import { LOCAL_PLACES } from '../../server/src/upstream/discovery.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///folder/a.ts';
const TEXT = 'const total = ';
const END = { line: 0, character: TEXT.length };

describe('a folder that is not trusted', () => {
  let upstream: ScriptedUpstream;
  /** Takes every connection, answers none, and counts them: Redis, an HTTP cache, a collector and local servers at once. */
  let listener: Server;
  let sockets: Socket[];
  let pair: LspPair | undefined;
  let isTrusted: boolean;
  let port: number;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['sum(items);'] })).start();
    sockets = [];
    listener = createServer((socket) => sockets.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    port = (listener.address() as AddressInfo).port;
    isTrusted = false;
  });
  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    await upstream.stop();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => listener.close(resolve));
  });

  const everything = () => {
    const here = `127.0.0.1:${port}`;
    return {
      endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }],
      'completion.debounceMs': 0,
      'cache.redis.url': `redis://${here}`,
      'cache.http.url': `http://${here}`,
      'cache.http.write': true,
      'metrics.otlpUrl': `http://${here}`,
    };
  };
  const open = async (options: PairOptions) => {
    pair = await lspPair({
      predict: () => ({ text: 'fromTheFolder();', confidence: 1 }),
      localPlaces: LOCAL_PLACES.map((place) => ({ ...place, url: `http://127.0.0.1:${port}` })),
      environment: { AURELIS_CACHE_SECRET: 'the secret of the whole team' },
      ...options,
    });
    await pair.open(URI, TEXT);
    return pair;
  };
  /** All that a user can do that would ask a model or a shared cache. */
  const useEverything = async (own: LspPair) => {
    assert.match(String((await own.complete(URI, END))?.insertText), /fromTheFolder\(\);$/);
    await own.complete(URI, END, { invoked: true });
    const range = { start: { line: 0, character: 0 }, end: END };
    const diagnostics = [{ range, message: 'wrong', source: 'ts' }];
    const params = { textDocument: { uri: URI }, range, context: { diagnostics } };
    const actions = await own.client.sendRequest('textDocument/codeAction', params);
    assert.deepEqual(actions, []);
    assert.deepEqual(await own.client.sendRequest('aurelis/findServers'), { found: 0 });
    await own.client.sendRequest('aurelis/regenerate', { uri: URI });
    await own.complete(URI, END, { invoked: true });
    await own.client.sendRequest('aurelis/cache/clear', null);
    await own.metrics();
  };
  const sent = () => [upstream.received.length, sockets.length];

  it('sends nothing: no request, no connection, to whatever is set', async () => {
    const scoped = () => ({ user: everything(), folders: [], languages: {}, isTrusted });
    const own = await open({ scoped });
    await useEverything(own);
    assert.deepEqual(sent(), [0, 0]);
    assert.equal((await own.metrics()).trusted, false);
  });

  it('looks for no server on this machine', async () => {
    const scoped = () => ({ user: {}, folders: [], languages: {}, isTrusted });
    await useEverything(await open({ scoped }));
    assert.deepEqual(sent(), [0, 0]);
  });

  it('is one for a plain client that says so when it starts', async () => {
    const initializationOptions = { settings: everything(), isTrusted: false };
    const own = await open({ initializationOptions, capabilities: {} });
    await useEverything(own);
    assert.deepEqual(sent(), [0, 0]);
  });

  it('says why no model is asked', async () => {
    const own = await open({ scoped: () => ({ user: everything(), isTrusted }) });
    await own.complete(URI, END);
    const told = await own.client.sendRequest<ExplainResult>('aurelis/explain', {
      uri: URI,
      line: 0,
    });
    assert.deepEqual([told.isTrusted, told.isEnabled, told.endpoints], [false, true, []]);
  });

  it('asks its model as soon as it is trusted, without a restart', async () => {
    const { endpoints } = everything();
    const user = { endpoints, 'completion.debounceMs': 0 };
    const own = await open({ scoped: () => ({ user, isTrusted }) });
    await own.complete(URI, END);
    isTrusted = true;
    await own.changeSettings(null);
    await waitFor('the trust', async () => (await own.metrics()).trusted);
    assert.equal(
      (await own.complete(URI, END, { invoked: true }))?.insertText,
      `${TEXT}sum(items);`,
    );
    assert.equal(upstream.received.length, 1);
  });

  it('looks for servers of this machine as soon as it is trusted', async () => {
    const own = await open({ scoped: () => ({ user: {}, isTrusted }) });
    await own.metrics();
    assert.equal(sockets.length, 0);
    isTrusted = true;
    await own.changeSettings(null);
    await waitFor('the probes', () => sockets.length > 0);
  });
});
