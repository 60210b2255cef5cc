import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import { PrometheusListener } from '../../../server/src/http/prometheusListener.ts';
import { freePort, isListening } from '../../../tools/servers/realServers.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';

/** Asks a listener, by a connection that is not kept. */
async function ask(port: number, path: string, method = 'GET', headers = {}) {
  const sent = request({ port, host: '127.0.0.1', path, method, headers, agent: false }).end();
  const [response] = await once(sent, 'response');
  let text = '';
  for await (const part of response) text += part;
  return { status: response.statusCode as number, type: response.headers['content-type'], text };
}

describe('the listener for Prometheus', () => {
  let clock: FakeClock;
  let port: number;
  let listener: PrometheusListener;
  let other: Server | undefined;
  let told: unknown[][];
  /** The answer of the program that has the port, and a promise of the next question. */
  let answer: string;
  let looked: PromiseWithResolvers<void>;

  const call: HttpCall = async ({ url }) => {
    assert.equal(url, `http://127.0.0.1:${port}/metrics`);
    looked.resolve();
    async function* body() {
      yield Buffer.from(answer);
    }
    if (answer === '') throw new Error('no HTTP');
    return { status: 200, headers: {}, body: body() };
  };

  beforeEach(async () => {
    clock = new FakeClock();
    port = await freePort();
    [told, answer, other] = [[], 'other', undefined];
    looked = Promise.withResolvers();
    listener = new PrometheusListener({
      clock,
      call,
      expose: () => '# HELP aurelis_a\n',
      onTrouble: (...args) => told.push(args),
    });
  });
  afterEach(async () => {
    listener.dispose();
    await leave();
  });

  /** Another program takes the port. */
  const take = async () => {
    other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
  };
  const leave = async () => {
    if (other === undefined) return;
    const closed = once(other, 'close');
    other.close();
    other = undefined;
    await closed;
  };
  /** Resolves once the listener has met whoever has the port. */
  const met = async () => {
    await looked.promise;
    looked = Promise.withResolvers();
    await settled();
  };

  it('serves the metrics of the moment, and nothing else', async () => {
    listener.listenOn(port);
    await settled();
    assert.deepEqual(await ask(port, '/metrics?a=b'), {
      status: 200,
      type: 'text/plain; version=0.0.4; charset=utf-8',
      text: '# HELP aurelis_a\n',
    });
    const { status, text } = await ask(port, '/metrics', 'HEAD');
    assert.deepEqual([status, text], [200, '']);
    assert.equal((await ask(port, '/')).status, 404);
    assert.equal((await ask(port, '/metrics', 'POST')).status, 405);
  });

  it('refuses a page whose name leads here', async () => {
    listener.listenOn(port);
    await settled();
    const others = ['evil.example', '127.0.0.1.evil.example', 'localhost', `localhost:${port + 1}`];
    const odd = [
      `localhost:${port}@evil.example`,
      `127.0.0.1:${port}.evil.example`,
      'a b',
      '\u00ff',
    ];
    for (const host of [...others, ...odd, `evil.example:${port}`]) {
      const { status, text } = await ask(port, '/metrics', 'GET', { host });
      assert.deepEqual([status, text], [403, ''], host);
    }
    for (const name of ['localhost', 'LOCALHOST', '127.0.0.1', '[::1]']) {
      const headers = { host: `${name}:${port}` };
      assert.equal((await ask(port, '/metrics', 'GET', headers)).status, 200, name);
    }
  });

  it('moves to another port, and ends', async () => {
    listener.listenOn(port);
    await settled();
    const second = await freePort();
    listener.listenOn(second);
    await settled();
    assert.deepEqual([await isListening(port), await isListening(second)], [false, true]);
    listener.listenOn(0);
    await settled();
    assert.equal(await isListening(second), false);
  });

  it('tells once that another program has the port, and takes it when that has gone', async () => {
    for (const each of ['other', '']) {
      answer = each;
      await take();
      listener.listenOn(port);
      await met();
      await clock.pass(30_000);
      await met();
      await leave();
      await clock.pass(29_999);
      assert.equal(await isListening(port), false);
      await clock.pass(1);
      assert.equal((await ask(port, '/metrics')).status, 200);
      listener.dispose();
      await settled();
    }
    assert.deepEqual(told, [[port, 'taken']]);
  });

  it('leaves the port to another window of ours without a word', async () => {
    answer = '# HELP aurelis_requests_total';
    await take();
    listener.listenOn(port);
    await met();
    assert.deepEqual([told, clock.pending], [[], 1]);
  });

  it('tells nothing, and tries nothing again, once it is disposed of', async () => {
    await take();
    listener.listenOn(port);
    await looked.promise;
    listener.dispose();
    await settled();
    assert.deepEqual([told, clock.pending], [[], 0]);
    looked = Promise.withResolvers();
    listener.listenOn(port);
    await met();
    assert.equal(clock.pending, 1);
    listener.dispose();
    assert.equal(clock.pending, 0);
  });
});
