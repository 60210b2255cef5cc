import { strict as assert } from 'node:assert';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../server/src/base/clock.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { DIRECT } from '../../server/src/upstream/transport/options.ts';
import { selfSigned } from '../../tools/servers/certificate.ts';
import { H2Upstream } from '../../tools/servers/h2Upstream.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { SwitchedLine } from '../support/switchedLine.ts';

/** The bar: after a fault the next request is answered within this time. */
const RIGHT_WITHIN_MS = 2_500;
const never = new AbortController().signal;

describe('a connection that is gone', () => {
  needs('openssl', 'version');
  let tls: ReturnType<typeof selfSigned>;
  let client: HttpClient;
  let line: SwitchedLine;
  const closing: (() => Promise<unknown>)[] = [];

  before(() => {
    tls = selfSigned();
  });
  after(() => tls?.remove());

  beforeEach(() => {
    client = new HttpClient(systemClock);
    client.configure({ ...DIRECT, authorities: tls.certificate });
  });
  afterEach(async () => {
    client.dispose();
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function ask(url: string, signal = never, more: object = {}): Promise<string> {
    const headers = { 'content-type': 'application/json' };
    const response = await client.call({
      url,
      method: 'POST',
      headers,
      body: '{}',
      signal,
      ...more,
    });
    const text = Buffer.concat(await Array.fromAsync(response.body)).toString();
    // The connection is free a moment after the answer has ended.
    await new Promise((resolve) => setTimeout(resolve, 10));
    return text;
  }

  /** An answer, and how long it took. */
  async function timed(url: string): Promise<[string, number]> {
    const begin = performance.now();
    const answer = await ask(url);
    return [answer, performance.now() - begin];
  }

  async function lineTo(target: string): Promise<void> {
    line = new SwitchedLine(target);
    await line.start();
    closing.push(() => line.stop());
  }

  async function h2(): Promise<[H2Upstream, string]> {
    const upstream = new H2Upstream(tls);
    await upstream.start();
    closing.push(() => upstream.stop());
    await lineTo(upstream.url);
    return [upstream, `https://127.0.0.1:${line.port}/v1/x`];
  }

  async function h1(): Promise<[ScriptedUpstream, string]> {
    const upstream = await new ScriptedUpstream(() => ({ chunks: ['a'] })).start();
    closing.push(() => upstream.stop());
    await lineTo(upstream.url);
    return [upstream, `http://127.0.0.1:${line.port}/v1/completions`];
  }

  function isSoon([, ms]: readonly [string, number]): void {
    assert.ok(ms < RIGHT_WITHIN_MS, `${ms} ms`);
  }

  it('is left where a session of HTTP/2 is silent, and nothing that waits in it is lost', async () => {
    const [upstream, url] = await h2();
    await ask(url);
    line.cutSilently();
    const answers = await Promise.all([timed(url), timed(url), timed(url)]);
    for (const answer of answers) {
      assert.equal(answer[0], 'answered');
      isSoon(answer);
    }
    assert.equal(line.connections, 2);
    // A way that is gone says nothing against HTTP/2.
    line.cutSilently();
    await ask(url);
    line.cutSilently();
    assert.equal((await timed(url))[0], 'answered');
    assert.deepEqual(new Set(upstream.versions), new Set(['2.0']));
  });

  it('is not left where a session is alive and its server is slow', async () => {
    const [upstream, url] = await h2();
    await ask(url);
    upstream.answerMs = 2_500;
    assert.equal(await ask(url), 'answered');
    assert.deepEqual([upstream.requests, line.connections], [2, 1]);
  });

  it('is found while requests are given up, so that the next one meets a new session', async () => {
    const [, url] = await h2();
    await ask(url);
    line.cutSilently();
    await assert.rejects(ask(url, AbortSignal.timeout(50)));
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const [answer, ms] = await timed(url);
    assert.equal(answer, 'answered');
    assert.ok(ms < 600, `${ms} ms`);
  });

  it('is doubted where HTTP/1.1 is unusually silent, and a new one answers', async () => {
    const [upstream, url] = await h1();
    await ask(url);
    line.cutSilently();
    const answer = await timed(url);
    assert.match(answer[0], /"text":"a"/);
    isSoon(answer);
    assert.deepEqual([upstream.received.length, line.connections], [2, 2]);
  });

  it('is not doubted where nothing is known of how long a place takes', async () => {
    const [upstream, url] = await h1();
    await ask(`${url}/other`);
    upstream.plan = () => ({ headDelayMs: 1_500, chunks: ['a'] });
    assert.match(await ask(url), /"text":"a"/);
    assert.match(await ask(url), /"text":"a"/);
    assert.deepEqual([upstream.received.length, line.connections], [3, 1]);
  });

  it('is not doubted by a request whose answer may begin late: that is asked once', async () => {
    const [upstream, url] = await h1();
    await ask(url);
    upstream.plan = () => ({ headDelayMs: 1_200, chunks: ['late'] });
    assert.match(await ask(url, never, { mayBeSilent: true }), /"text":"late"/);
    assert.deepEqual([upstream.received.length, line.connections], [2, 1]);
  });

  it('gives the answer of a slow server whose connection was doubted in vain, and stays slow in mind', async () => {
    const [upstream, url] = await h1();
    await ask(url);
    upstream.plan = () => ({ headDelayMs: 1_200, chunks: ['slow'] });
    assert.match(await ask(url), /"text":"slow"/);
    assert.match(await ask(url), /"text":"slow"/);
    assert.equal(upstream.received.length, 4);
    assert.equal(upstream.received.filter(({ aborted }) => aborted).length, 1);
  });

  it('is not asked for again where it broke in the middle of an answer', async () => {
    const [upstream, url] = await h1();
    await ask(url);
    upstream.plan = () => ({ chunks: ['a'], end: 'reset' });
    await assert.rejects(ask(url));
    assert.equal(upstream.received.length, 2);
  });

  it('leads on again once the way is back, though an attempt to connect still waits', async () => {
    const [, url] = await h2();
    await ask(url);
    line.way = 'silent';
    line.cutSilently();
    await assert.rejects(ask(url, AbortSignal.timeout(3_000)));
    line.way = 'open';
    const answer = await timed(url);
    assert.equal(answer[0], 'answered');
    isSoon(answer);
  });

  it('is an error at once where the caller gives up while it is made', async () => {
    const [, url] = await h2();
    line.way = 'silent';
    const begin = performance.now();
    await assert.rejects(ask(url, AbortSignal.timeout(100)));
    assert.ok(performance.now() - begin < 1_000);
  });

  describe('when it is used again', () => {
    let server: Server;
    const sockets = new Set<Socket>();
    let requests = 0;
    let url = '';

    /** Answers the first request of each connection, and treats the next one as `again` says. */
    async function begin(again: (socket: Socket) => void, after = (_: Socket): void => undefined) {
      requests = 0;
      server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        let asked = 0;
        socket.on('data', (data) => {
          if (!data.toString().includes('POST ')) return;
          requests++;
          if (asked++ > 0) return again(socket);
          socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
          after(socket);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x`;
      closing.push(async () => {
        for (const socket of sockets) socket.destroy();
        await new Promise((resolve) => server.close(resolve));
      });
    }

    for (const [how, again] of [
      ['a reset', (socket: Socket) => socket.resetAndDestroy()],
      ['an end', (socket: Socket) => socket.end()],
    ] as const) {
      it(`is replaced after ${how} before any byte, and the request is sent once more`, async () => {
        await begin(again);
        for (let round = 0; round < 5; round++) assert.equal(await ask(url), 'ok');
        assert.equal(requests, 9);
      });
    }

    it('is replaced where the server ends it between two requests', async () => {
      await begin(
        (socket) => socket.destroy(),
        (socket) => setTimeout(() => socket.end(), 5),
      );
      for (let round = 0; round < 20; round++) {
        assert.equal(await ask(url), 'ok');
        await new Promise((resolve) => setTimeout(resolve, round % 10));
      }
    });

    it('fails where a new connection dies the same way: nothing is asked for ever', async () => {
      await begin((socket) => socket.resetAndDestroy());
      await ask(url);
      server.removeAllListeners('connection');
      server.on('connection', (socket: Socket) => {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('data', () => {
          requests++;
          socket.resetAndDestroy();
        });
      });
      await assert.rejects(ask(url));
      assert.equal(requests, 3);
      await waitFor('the sockets', () => [...sockets].every(({ destroyed }) => destroyed));
    });
  });
});
