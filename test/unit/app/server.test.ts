import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransportOptions } from '../../../server/src/upstream/transport/options.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { type LspPair, lspPair, type PairOptions } from '../../support/lspPair.ts';

const URI = 'file:///project/a.ts';
const endpoint = { id: 'first', provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'm' };
const ANSWER = JSON.stringify({ choices: [{ text: 'sum(items);', finish_reason: 'stop' }] });
const PLACE = {
  provider: 'ollama',
  url: 'http://127.0.0.1:2',
  path: '/api/tags',
  label: 'Ollama',
  serverIn: () => ({ model: 'qwen' }),
};

describe('the server of a connection', () => {
  let folder: string;
  let clock: FakeClock;
  let pair: LspPair | undefined;
  let calls: string[];
  let keys: unknown[];
  let status: number;
  let configured: TransportOptions[];
  /** Resolves when connections are configured the next time. */
  let reconfigured: PromiseWithResolvers<void>;
  let asked: string[];
  let excludes: readonly string[];
  let ended: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-server-'));
    clock = new FakeClock();
    [calls, keys, configured, asked, excludes, ended] = [[], [], [], [], [], 0];
    reconfigured = Promise.withResolvers();
    status = 200;
  });
  afterEach(async () => {
    await pair?.close();
    pair = undefined;
    rmSync(folder, { recursive: true });
  });

  async function start(settings: object = {}, options: PairOptions = {}): Promise<LspPair> {
    const { tools, ...others } = options;
    pair = await lspPair({
      clock,
      storagePath: folder,
      settings: { endpoints: [endpoint], 'completion.speculate': false, ...settings },
      ...others,
      tools: {
        http: {
          call: async ({ url, headers }) => {
            calls.push(url);
            keys.push(headers.authorization);
            async function* body() {
              yield Buffer.from(ANSWER);
            }
            return { status, headers: { 'content-type': 'application/json' }, body: body() };
          },
          configure: (transport) => {
            configured.push(transport);
            reconfigured.resolve();
          },
          warm: async () => undefined,
          reach: async () => true,
        },
        createPredictor: (where) => {
          excludes = where.sharing.hidden;
          return {
            predict: async () => undefined,
            state: () => ({ state: 'ready', files: 0, tokens: 0 }),
            configure: () => undefined,
            open: () => undefined,
            dispose: () => ended++,
          };
        },
        ...tools,
      },
    });
    pair.client.onRequest('aurelis/credential', ({ endpointId }: { endpointId: string }) => {
      asked.push(endpointId);
      return { apiKey: `key of ${endpointId}, ${asked.length}` };
    });
    await pair.metrics();
    return pair;
  }
  /** Lets time pass until something is so; rejects if it never is. */
  const until = async (what: string, isTrue: () => boolean, stepMs = 0) => {
    for (let step = 0; step < 5_000 && !isTrue(); step++) await clock.pass(stepMs);
    assert.ok(isTrue(), what);
  };
  const complete = async ({ complete, open }: LspPair) => {
    await open(URI, 'const total = ');
    const answer = complete(URI, { line: 0, character: 14 }, { invoked: true });
    let isAnswered = false;
    void answer.finally(() => {
      isAnswered = true;
    });
    await until('an answer', () => isAnswered, 10);
    return (await answer)?.insertText;
  };
  const change = async (own: LspPair, settings: object) => {
    reconfigured = Promise.withResolvers();
    await own.changeSettings({ endpoints: [endpoint], ...settings });
    await reconfigured.promise;
  };
  const sent = (own: LspPair, method: string) =>
    own.notifications.filter((each) => each.method === method);

  it('says who it is, and completes by the settings and keys of the client', async () => {
    const own = await start();
    assert.deepEqual(own.initialized.serverInfo, { name: 'aurelis', version: 'test' });
    assert.equal(await complete(own), 'const total = sum(items);');
    assert.equal(calls.length, 1);
    assert.match(String(keys[0]), /^Bearer key of first, /);
    assert.equal(existsSync(join(folder, 'metrics.sqlite')), true);
  });

  it('takes over settings that change', async () => {
    const own = await start();
    await change(own, { enable: false });
    assert.equal((await own.metrics()).enabled, false);
    assert.equal(await complete(own), undefined);
    await change(own, {});
    assert.equal((await own.metrics()).enabled, true);
  });

  it("makes connections by the editor's settings, and hides what the editor hides", async () => {
    const http = { proxy: 'http://proxy:1', proxyStrictSSL: false };
    await start({}, { sections: { http, 'files.exclude': { '**/a': true } } });
    const [{ proxy, isVerified, minTlsVersion } = {}] = configured;
    assert.deepEqual([proxy, isVerified, minTlsVersion], ['http://proxy:1', false, 'TLSv1.3']);
    assert.deepEqual(excludes, ['**/a']);
  });

  it('trusts the authorities of a file, and says once that it cannot be read', async () => {
    const requests = { certificatesPath: '/a.pem' };
    const readable = { readText: async (path: string) => `text of ${path}` };
    const own = await start({ requests }, { tools: readable });
    assert.deepEqual([configured[0]?.authorities, own.messages], ['text of /a.pem', []]);
    await own.close();
    const other = await start({ requests }, { tools: { readText: async () => undefined } });
    await change(other, { requests });
    await other.metrics();
    assert.equal(configured.at(-1)?.authorities, '');
    assert.deepEqual(
      other.messages.map((text) => /certificatesPath: the file cannot be read/.test(text)),
      [true],
    );
  });

  it('trusts the authorities that Node is given by the environment, too', async () => {
    const texts: Record<string, string> = { '/a.pem': 'own', '/b.pem': 'extra' };
    const environment = { NODE_EXTRA_CA_CERTS: '/b.pem', HTTPS_PROXY: 'x://y' };
    const tools = { environment, readText: async (path: string) => texts[path] };
    const own = await start({ requests: { certificatesPath: '/a.pem' } }, { tools });
    assert.equal(configured[0]?.authorities, 'own\nextra');
    assert.match(own.messages.join(), /^HTTPS_PROXY: this is no address/);
  });

  it('asks for a key anew once the client says that it has changed', async () => {
    const own = await start();
    await complete(own);
    const before = asked.filter((id) => id === 'first').length;
    await own.client.sendNotification('aurelis/credentialChanged', { endpointId: 'first' });
    await complete(own);
    assert.equal(asked.filter((id) => id === 'first').length, before + 1);
  });

  it('tells of a refused key again once there is another', async () => {
    status = 401;
    const own = await start();
    await complete(own);
    await own.client.sendNotification('aurelis/credentialChanged', { endpointId: 'first' });
    await complete(own);
    await own.metrics();
    assert.equal(own.messages.filter((text) => /refuses the API key/.test(text)).length, 2);
  });

  it('goes by the settings that were read last, whichever reading ends last', async () => {
    const slow = Promise.withResolvers<string>();
    const own = await start({}, { tools: { readText: () => slow.promise } });
    const first = { requests: { certificatesPath: '/slow.pem' }, endpoints: [endpoint] };
    await own.changeSettings(first);
    await own.metrics();
    await own.changeSettings({ enable: false, endpoints: [endpoint] });
    for (let turn = 0; turn < 20; turn++) await own.metrics();
    slow.resolve('');
    await until('both', () => configured.length === 3);
    await own.metrics();
    assert.equal((await own.metrics()).enabled, false);
  });

  it("asks for the team's secret where a cache is shared, and again when it has changed", async () => {
    const shared = { 'cache.http.url': 'http://127.0.0.1:3' };
    const own = await start(shared);
    const teams = () => asked.filter((id) => id === 'cache').length;
    const before = teams();
    reconfigured = Promise.withResolvers();
    await own.client.sendNotification('aurelis/credentialChanged', { endpointId: 'cache' });
    await reconfigured.promise;
    await own.metrics();
    assert.equal(teams(), before + 1);
    await change(own, {});
    await own.metrics();
    assert.equal(teams(), before + 1);
  });

  it('sends the figures at most once a second, and only when something has changed', async () => {
    const own = await start();
    await clock.pass(10_000);
    await own.metrics();
    const count = sent(own, 'aurelis/metricsChanged').length;
    await complete(own);
    await clock.pass(500);
    await own.metrics();
    assert.ok(sent(own, 'aurelis/metricsChanged').length <= count + 1);
    await clock.pass(1_000);
    await own.metrics();
    const { params } = sent(own, 'aurelis/metricsChanged').at(-1) ?? {};
    assert.equal((params as { completions?: { shown: number } }).completions?.shown, 1);
  });

  it('offers model servers of this machine where nothing is configured, and on request', async () => {
    const own = await start({ endpoints: [] }, { localPlaces: [PLACE], press: 'Use It' });
    await until('the endpoint', () => sent(own, 'aurelis/useEndpoint').length > 0);
    assert.deepEqual(calls, ['http://127.0.0.1:2/api/tags']);
    assert.deepEqual(await own.client.sendRequest('aurelis/findServers'), { found: 1 });
    await own.close();
    for (const settings of [{}, { endpoints: [], enable: false }]) {
      const other = await start(settings, { localPlaces: [PLACE] });
      await settled();
      assert.deepEqual(other.messages, []);
      await other.close();
    }
    pair = undefined;
    assert.equal(calls.length, 2);
  });

  it("asks the editor for the editor's own models", async () => {
    const own = await start({ endpoints: [{ id: 'mine', provider: 'vscode-lm', model: 'm' }] });
    own.client.onRequest('aurelis/languageModel', async ({ id }: { id: number }) => {
      await own.client.sendNotification('aurelis/languageModel/text', { id, text: 'sum(items);' });
      return {};
    });
    assert.equal(await complete(own), 'const total = sum(items);');
    assert.deepEqual(calls, []);
  });

  it('says that another program has the port for Prometheus', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const own = await start({ metrics: { prometheusPort: port } });
    await until('the message', () => own.messages.length > 0);
    assert.match(own.messages[0] ?? '', /prometheusPort: another program listens on port \d+/);
    assert.equal(own.messages.length, 1);
    const second = createServer().listen(0, '127.0.0.1');
    await once(second, 'listening');
    await change(own, { metrics: { prometheusPort: (second.address() as AddressInfo).port } });
    await until('the other message', () => own.messages.length > 1);
    other.close();
    second.close();
  });

  it('traces each decision for a client that wants to know', async () => {
    const own = await start();
    const traced: string[] = [];
    own.client.onNotification('$/logTrace', ({ message }) => void traced.push(message));
    await own.client.sendNotification('$/setTrace', { value: 'messages' });
    await complete(own);
    assert.deepEqual(traced, ['Ln 1, Col 15: shown, from upstream (m)']);
  });

  it('leaves nothing running when the client says goodbye', async () => {
    const own = await start();
    await complete(own);
    await own.client.sendRequest('shutdown');
    assert.deepEqual([clock.pending, ended], [0, 1]);
  });
});
