import { strict as assert } from 'node:assert';
import { systemClock } from '../../server/src/base/clock.ts';
import type { EndpointError } from '../../server/src/domain/endpointError.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import {
  DIRECT,
  type TransportFacts,
  type TransportOptions,
  transportOptions,
} from '../../server/src/upstream/transport/options.ts';
import { selfSigned } from '../../tools/servers/certificate.ts';
import { H2Upstream } from '../../tools/servers/h2Upstream.ts';
import { freePort, needs } from '../../tools/servers/realServers.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import { ScriptedProxy } from '../support/scriptedProxy.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { MicroSocks, ScriptedSocks } from '../support/socksProxy.ts';
import { TinyProxy } from '../support/tinyProxy.ts';

const never = new AbortController().signal;

describe('a proxy on the way', () => {
  needs('openssl', 'version');
  needs('tinyproxy', '-v');
  needs('microsocks', '-h');
  let tls: ReturnType<typeof selfSigned>;
  let upstream: H2Upstream;
  let plain: ScriptedUpstream;
  const closing: (() => unknown)[] = [];

  before(async () => {
    tls = selfSigned();
    upstream = new H2Upstream(tls);
    await upstream.start();
    plain = await new ScriptedUpstream(() => ({ chunks: ['a'] })).start();
  });
  after(async () => {
    tls?.remove();
    await upstream?.stop();
    await plain?.stop();
  });
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const portIn = (url: string) => Number(new URL(url).port);

  function clientWith(options: Partial<TransportOptions>): HttpClient {
    const http = new HttpClient(systemClock);
    http.configure({ ...DIRECT, authorities: tls.certificate, ...options });
    closing.push(() => http.dispose());
    return http;
  }

  async function opened<Each extends { start(): Promise<unknown>; stop(): Promise<void> }>(
    each: Each,
  ) {
    await each.start();
    closing.push(() => each.stop());
    return each;
  }

  async function ask(http: HttpClient, url = `${upstream.url}/v1/x`) {
    const headers = { 'content-type': 'application/json' };
    const response = await http.call({ url, method: 'POST', headers, body: '{}', signal: never });
    const text = Buffer.concat(await Array.fromAsync(response.body)).toString();
    return { status: response.status, text, isFromProxy: response.isFromProxy ?? false };
  }

  /** The refusal of a request as the product reads it. */
  async function refused(http: HttpClient, url: string): Promise<EndpointError> {
    const endpoints = [{ id: 'e', provider: 'openai', url, model: 'm' }];
    const settings = { endpoints, requests: { retries: 0 }, cache: { disk: { enable: false } } };
    const path = requestPath({ clock: systemClock, call: http.call, settings });
    const context = { signal: never, priority: 'action' } as const;
    const error = await path.generate(freshRequest(), context).catch((each: unknown) => each);
    path.dispose();
    return error as EndpointError;
  }

  it('carries HTTP/2 through its tunnel', async () => {
    const proxy = await TinyProxy.begin();
    closing.push(() => proxy.stop());
    upstream.versions.length = 0;
    assert.equal((await ask(clientWith({ proxy: proxy.url }))).text, 'answered');
    assert.deepEqual(upstream.versions, ['2.0']);
  });

  it('is given the name and password of its address, or what the editor is set to', async () => {
    const proxy = await TinyProxy.begin('BasicAuth me s3cret');
    closing.push(() => proxy.stop());
    const { host } = new URL(proxy.url);
    const login = clientWith({ proxy: `http://me:s3cre%74@${host}` });
    assert.equal((await ask(login)).text, 'answered');
    const set = `Basic ${Buffer.from('me:s3cret').toString('base64')}`;
    const header = clientWith({ proxy: proxy.url, proxyAuthorization: set });
    assert.equal((await ask(header)).text, 'answered');
    const without = await ask(clientWith({ proxy: proxy.url }));
    assert.deepEqual([without.status, without.isFromProxy], [407, true]);
  });

  const PAGE = '<html><head><title>Access to this place is not allowed</title></head></html>';
  for (const [status, kind] of [
    [407, 'proxyLogin'],
    [403, 'proxyRefused'],
    [502, 'proxyRefused'],
    [503, 'proxyRefused'],
  ] as const) {
    it(`is named where it refuses a tunnel with ${status}, with its own words`, async () => {
      const proxy = await opened(new ScriptedProxy(portIn(upstream.url)));
      const length = `content-length: ${PAGE.length}`;
      proxy.answer = () =>
        `HTTP/1.1 ${status} No\r\ncontent-type: text/html\r\n${length}\r\n\r\n${PAGE}`;
      const error = await refused(clientWith({ proxy: proxy.url }), upstream.url);
      assert.deepEqual([error.kind, error.status, error.speaker], [kind, status, 'proxy']);
      assert.match(error.sentence ?? '', /Access to this place/);
    });
  }

  it('is named where it ends the connection, says nonsense, or is not there', async () => {
    const proxy = await opened(new ScriptedProxy(portIn(upstream.url)));
    const http = clientWith({ proxy: proxy.url });
    for (const said of ['', 'nonsense\r\n\r\n']) {
      proxy.answer = () => said;
      assert.equal((await refused(http, upstream.url)).kind, 'proxyUnreachable');
    }
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const gone = clientWith({ proxy: nobody, plainProxy: nobody });
    assert.equal((await refused(gone, upstream.url)).kind, 'proxyUnreachable');
    assert.equal((await refused(gone, 'http://model.test/v1')).kind, 'proxyUnreachable');
    const socks = clientWith({ proxy: nobody.replace('http', 'socks5') });
    assert.equal((await refused(socks, upstream.url)).kind, 'proxyUnreachable');
  });

  it('is not blamed for a server that speaks no TLS at an https address', async () => {
    const url = plain.url.replace('http:', 'https:');
    assert.equal((await refused(clientWith({}), url)).kind, 'notTls');
  });

  it('is sent whole URLs for http, and its password with each', async () => {
    const proxy = await opened(new ScriptedProxy(portIn(plain.url)));
    const url = proxy.url.replace('//', '//me:pw@');
    const http = clientWith({ plainProxy: url });
    const answer = await ask(http, 'http://model.test:8000/v1/completions?a=b');
    assert.match(answer.text, /"text":"a"/);
    const [head = ''] = proxy.heads;
    assert.match(head, /^POST http:\/\/model\.test:8000\/v1\/completions\?a=b HTTP\/1\.1\r\n/);
    assert.match(head, /\r\nhost: model\.test:8000\r\n/i);
    assert.match(head, /\r\nproxy-authorization: Basic bWU6cHc=\r\n/i);
    assert.equal((await ask(http, plain.url)).status, 200);
    assert.equal(proxy.heads.length, 1);
  });

  it('may speak SOCKS 5, with and without a password', async () => {
    const open = await MicroSocks.begin();
    closing.push(() => open.stop());
    const closed = await MicroSocks.begin('-u', 'me', '-P', 'p w');
    closing.push(() => closed.stop());
    const through = (place: string) => ask(clientWith({ proxy: `socks5://${place}` }));
    assert.equal((await through(`127.0.0.1:${open.port}`)).text, 'answered');
    assert.equal((await through(`me:p%20w@127.0.0.1:${closed.port}`)).text, 'answered');
    const wrong = await through(`me:other@127.0.0.1:${closed.port}`);
    assert.deepEqual([wrong.status, wrong.isFromProxy], [407, true]);
    assert.equal((await through(`127.0.0.1:${closed.port}`)).status, 407);
    const dead = clientWith({ proxy: `socks5://127.0.0.1:${open.port}` });
    const error = await refused(dead, `https://127.0.0.1:${await freePort()}/v1`);
    assert.deepEqual([error.kind, error.speaker], ['proxyRefused', 'proxy']);
  });

  it('resolves names, and is told addresses as such, also over SOCKS', async () => {
    const socks = await opened(new ScriptedSocks(portIn(plain.url)));
    socks.isSlow = true;
    const http = clientWith({ plainProxy: `socks5://127.0.0.1:${socks.port}` });
    const urls = ['http://model.test/v1', 'http://192.0.2.7:81/v1', 'http://[2001:db8::a]:8000/v1'];
    for (const url of urls) assert.equal((await ask(http, `${url}/completions`)).status, 200);
    const name = Buffer.from('model.test').toString('hex');
    assert.deepEqual(socks.asked, [
      `050100030a${name}0050`,
      '05010001c00002070051',
      '0501000420010db800000000000000000000000a1f40',
    ]);
    socks.reply = 2;
    const error = await refused(http, 'http://other.test/v1');
    assert.deepEqual([error.kind, error.status], ['proxyRefused', 403]);
    assert.match(error.sentence ?? '', /SOCKS proxy does not allow/);
  });

  it('is found in the editor’s settings and the environment, and left where they say so', async () => {
    const socks = await opened(new ScriptedSocks(portIn(plain.url)));
    const all = `socks5h://127.0.0.1:${socks.port}`;
    const reach = async (facts: TransportFacts, environment = {}) => {
      const options = transportOptions(facts, environment, 'TLSv1.3', tls.certificate);
      await ask(clientWith(options), 'http://192.0.2.9/v1/completions').catch(() => undefined);
      return socks.asked.splice(0).length;
    };
    assert.equal(await reach({ proxy: all }), 1);
    assert.equal(await reach({}, { ALL_PROXY: all }), 1);
    assert.equal(await reach({}, { all_proxy: all, HTTPS_PROXY: 'http://127.0.0.1:9' }), 1);
  });
});
