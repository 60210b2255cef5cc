import { strict as assert } from 'node:assert';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { connectionFault } from '../../server/src/upstream/transport/connectionFaults.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { DIRECT, type TransportOptions } from '../../server/src/upstream/transport/options.ts';
import { selfSigned } from '../../tools/servers/certificate.ts';
import { H2Upstream } from '../../tools/servers/h2Upstream.ts';
import { freePort, isListening, needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { TinyProxy } from '../support/tinyProxy.ts';

const never = new AbortController().signal;

describe('the transport', () => {
  needs('openssl', 'version');
  needs('tinyproxy', '-v');
  let tls: ReturnType<typeof selfSigned>;
  let upstream: H2Upstream;
  let client: HttpClient;

  before(() => {
    tls = selfSigned();
  });
  after(() => tls?.remove());

  beforeEach(async () => {
    upstream = new H2Upstream(tls);
    await upstream.start();
    client = clientWith();
  });

  afterEach(async () => {
    client.dispose();
    await upstream.stop();
  });

  function clientWith(options: Partial<TransportOptions> = {}): HttpClient {
    const http = new HttpClient(systemClock);
    http.configure({ ...DIRECT, authorities: tls.certificate, ...options });
    return http;
  }

  async function post(http = client, url = `${upstream.url}/v1/x`, signal = never) {
    const headers = { 'content-type': 'application/json' };
    const response = await http.call({ url, method: 'POST', headers, body: '{}', signal });
    const chunks = await Array.fromAsync(response.body);
    return Buffer.concat(chunks).toString();
  }

  it('sends 40 requests at once in one session, in hardly more than the time of one', async () => {
    await post();
    upstream.answerMs = 300;
    const begin = performance.now();
    const answers = await Promise.all(Array.from({ length: 40 }, () => post()));
    const took = performance.now() - begin;
    assert.ok(answers.every((answer) => answer === 'answered'));
    assert.deepEqual([upstream.sessions, new Set(upstream.versions)], [1, new Set(['2.0'])]);
    assert.ok(took < 900, `${took} ms`);
  });

  for (const how of ['goaway', 'destroy'] as const) {
    it(`answers the very next request after ${how}, 20 times in a row`, async () => {
      for (let round = 0; round < 20; round++) {
        assert.equal(await post(), 'answered');
        upstream.breakAll(how);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.equal(await post(), 'answered');
      // Nothing was sent twice.
      assert.equal(upstream.requests, 21);
    });
  }

  for (const fault of ['refuse', 'reset', 'destroy'] as const) {
    it(`answers after a stream or session broke in the middle (${fault}), over HTTP/1.1 in the end`, async () => {
      upstream.plan = (index) =>
        index < 2 && upstream.versions[index] === '2.0' ? fault : undefined;
      const outcomes: string[] = [];
      for (let round = 0; round < 4; round++) {
        outcomes.push(await post().catch(() => 'failed'));
      }
      assert.deepEqual(outcomes.slice(-2), ['answered', 'answered']);
      assert.equal(outcomes.filter((each) => each === 'failed').length <= 2, true);
    });
  }

  it('resets the stream only when a request is given up', async () => {
    await post();
    upstream.answerMs = 200;
    const controller = new AbortController();
    const left = post(client, `${upstream.url}/left`, controller.signal);
    const stays = post();
    setTimeout(() => controller.abort(), 50);
    await assert.rejects(left);
    assert.equal(await stays, 'answered');
    assert.equal(upstream.sessions, 1);
  });

  it('goes on with the other answers of a session when one is left in the middle', async () => {
    await post();
    upstream.restMs = 200;
    const staying = Array.from({ length: 5 }, () => post());
    const url = `${upstream.url}/left`;
    const left = await client.call({ url, method: 'POST', headers: {}, body: '{}', signal: never });
    for await (const _ of left.body) break;
    assert.deepEqual(await Promise.all(staying), Array(5).fill('answered'));
    assert.equal(await post(), 'answered');
    assert.equal(upstream.sessions, 1);
  });

  it('is connected before the first request', async () => {
    await client.warm(upstream.url);
    await waitFor('the session', () => upstream.sessions === 1);
    await client.warm(upstream.url);
    await post();
    assert.equal(upstream.sessions, 1);
    await client.warm('http://127.0.0.1:9');
    await client.warm('vscode-lm:');
  });

  it('leaves no connection behind when it is set up anew, and breaks none that is under way', async () => {
    upstream.answerMs = 150;
    const running = post();
    await waitFor('the request', () => upstream.requests === 1);
    client.configure({ ...DIRECT, authorities: tls.certificate, noProxy: 'other' });
    assert.equal(await running, 'answered');
    await waitFor('the old session to end', () => upstream.openSessions === 0);
    assert.equal(await post(), 'answered');
  });

  it('says that a certificate does not hold', async () => {
    const strict = clientWith({ authorities: '' });
    const error = await post(strict).catch((each: unknown) => each);
    assert.equal(connectionFault(error), 'untrusted');
    strict.dispose();
    const lax = clientWith({ authorities: '', isVerified: false });
    assert.equal(await post(lax), 'answered');
    lax.dispose();
  });

  it('goes through a proxy, but not to where it must not', async () => {
    const proxy = await TinyProxy.begin();
    const { host } = new URL(upstream.url);
    const proxied = clientWith({ proxy: proxy.url });
    assert.equal(await post(proxied), 'answered');
    await waitFor('the log', () => proxy.asked.length > 0);
    assert.deepEqual(proxy.asked, [host]);
    proxied.dispose();
    const spared = clientWith({ proxy: proxy.url, noProxy: '127.0.0.1' });
    assert.equal(await post(spared), 'answered');
    const local = await new ScriptedUpstream(() => ({ chunks: ['a'] })).start();
    assert.match(await post(spared, `${local.url}/completions`), /"text":"a"/);
    assert.equal(proxy.asked.length, 1);
    spared.dispose();
    await local.stop();
    await proxy.stop();
  });
});

describe('the transport with nginx in front', () => {
  needs('nginx', '-v');
  needs('openssl', 'version');
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-nginx-tls-'));
  let tls: ReturnType<typeof selfSigned>;
  let server: ChildProcess;
  let upstream: ScriptedUpstream;
  let [modern, old] = [0, 0];

  before(async () => {
    tls = selfSigned();
    upstream = await new ScriptedUpstream(() => ({ chunks: ['sum(', 'a);'] })).start();
    [modern, old] = [await freePort(), await freePort()];
    const front = (port: number, more: string) => `server {
      listen 127.0.0.1:${port} ssl http2; ssl_certificate ${tls.path}; ssl_certificate_key ${tls.keyPath}; ${more}
      location / { proxy_pass ${upstream.url.replace(/\/v1$/, '')}; proxy_buffering off; }
    }`;
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${join(folder, name)};`,
    );
    const configuration = join(folder, 'nginx.conf');
    writeFileSync(
      configuration,
      `daemon off; worker_processes 1; pid ${join(folder, 'pid')}; error_log stderr crit;
${process.getuid?.() === 0 ? 'user root;' : ''}
events {} http { access_log off; ${temporary.join(' ')}
${front(modern, 'ssl_protocols TLSv1.3;')} ${front(old, 'ssl_protocols TLSv1.2;')} }`,
    );
    server = spawn('nginx', ['-p', folder, '-c', configuration], { stdio: 'ignore' });
    await waitFor('nginx', () => isListening(old));
  });

  after(async () => {
    const ended = new Promise((resolve) => server?.once('exit', resolve));
    server?.kill('SIGTERM');
    await ended;
    await upstream?.stop();
    tls?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(port: number, minTlsVersion: TransportOptions['minTlsVersion']) {
    const client = new HttpClient(systemClock);
    client.configure({ ...DIRECT, authorities: tls.certificate, minTlsVersion });
    try {
      const url = `https://127.0.0.1:${port}/v1/completions`;
      const headers = { 'content-type': 'application/json' };
      const call = { url, method: 'POST', headers, body: '{}', signal: never } as const;
      const response = await client.call(call);
      return Buffer.concat(await Array.fromAsync(response.body)).toString();
    } catch (error) {
      return connectionFault(error);
    } finally {
      client.dispose();
    }
  }

  it('streams through HTTP/2', async () => {
    assert.match(await ask(modern, 'TLSv1.3'), /"text":"sum\(".*"text":"a\);".*\[DONE\]/s);
  });

  it('refuses a server that speaks TLS 1.2 only, unless the user allows it', async () => {
    assert.equal(await ask(old, 'TLSv1.3'), 'oldTls');
    assert.match(await ask(old, 'TLSv1.2'), /\[DONE\]/);
  });
});
