import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { PrometheusListener } from '../../../server/src/http/prometheusListener.ts';
import { freePort } from '../../../tools/servers/realServers.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';

describe('the listener for Prometheus, before clients that mean harm', () => {
  let port: number;
  let listener: PrometheusListener;
  let sockets: Socket[];
  beforeEach(async () => {
    port = await freePort();
    sockets = [];
    listener = new PrometheusListener({
      clock: new FakeClock(),
      call: () => Promise.reject(new Error('nobody')),
      expose: () => '# HELP aurelis_a\n',
      onTrouble: (_, trouble) => assert.fail(trouble),
    });
    listener.listenOn(port);
    await settled();
  });
  afterEach(() => {
    listener.dispose();
    for (const socket of sockets) socket.destroy();
  });

  /** A reset closes, too. */
  const closed = (socket: Socket) =>
    new Promise<void>((resolve) => {
      if (socket.closed) resolve();
      else socket.once('close', () => resolve());
    });
  const opened = () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  /** Everything that comes for some bytes until the connection is closed, which is for the listener to do. */
  const answerTo = async (bytes: string): Promise<string> => {
    const socket = opened();
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.write(bytes, 'latin1');
    await closed(socket);
    return text;
  };
  const head = (line: string, ...more: string[]) =>
    [line, `Host: 127.0.0.1:${port}`, ...more, '', ''].join('\r\n');
  const statusesIn = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, at]) => at);

  it('answers and closes whatever the path is', async () => {
    const paths = [
      '//',
      '/\\',
      '/metrics/',
      '/metrics;a',
      '//metrics',
      '*',
      '/%',
      '/%00',
      '/\u00ff\u00fe',
    ];
    const absolute = [
      'http://',
      'http://[',
      'http://a:b',
      'HTTP://evil.example/metrics',
      'ftp://a/metrics',
    ];
    for (const path of [...paths, ...absolute, `/${'a/'.repeat(3_000)}`]) {
      const [status] = statusesIn(await answerTo(head(`GET ${path} HTTP/1.1`)));
      assert.ok(status === '404' || status === '403' || status === '400', `${path}: ${status}`);
    }
  });

  it('knows a target in absolute form, of itself only', async () => {
    const ask = (target: string) => answerTo(head(`GET ${target} HTTP/1.1`, 'Connection: close'));
    const statusOf = async (target: string) => statusesIn(await ask(target))[0];
    assert.equal(await statusOf(`http://localhost:${port}/metrics?a`), '200');
    assert.equal(await statusOf(`http://evil.example:${port}/metrics`), '403');
    assert.equal(await statusOf(`http://localhost:${port}`), '404');
  });

  it('answers to no other method, and reads no body', async () => {
    for (const method of [
      'POST',
      'PUT',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'PATCH',
      'PROPFIND',
      'QUERY',
    ]) {
      const sent = head(`${method} /metrics HTTP/1.1`, 'Content-Length: 1000000000');
      assert.deepEqual(statusesIn(await answerTo(sent)), ['405'], method);
    }
    assert.deepEqual(statusesIn(await answerTo(head('CONNECT evil.example:80 HTTP/1.1'))), []);
    const upgrade = head('GET / HTTP/1.1', 'Connection: upgrade', 'Upgrade: websocket');
    assert.deepEqual(statusesIn(await answerTo(upgrade)), ['404']);
  });

  it('closes on headers that are too long, too many, doubled or no HTTP at all', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `X-${at}: y`);
    const bad = [
      head('GET /metrics HTTP/1.1', `X: ${'y'.repeat(100_000)}`),
      head('GET /metrics HTTP/1.1', ...many),
      head('GET /metrics HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
      'GET /metrics HTTP/1.1\r\n\r\n',
      'GET /metrics HTTP/1.1\r\nHost:\r\n\r\n',
      'GET /metrics HTTP/1.0\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
      'SSH-2.0-OpenSSH_9.9\r\n',
    ];
    for (const bytes of bad)
      assert.doesNotMatch(await answerTo(bytes), /aurelis/, bytes.slice(0, 60));
  });

  it('answers requests that came at once, in their order', async () => {
    const one = head('GET /metrics HTTP/1.1');
    const all = one + head('HEAD /metrics HTTP/1.1') + one + head('GET / HTTP/1.1') + one;
    assert.deepEqual(statusesIn(await answerTo(all)), ['200', '200', '200', '404']);
  });

  it('closes connections on which nothing, or half a request, comes, and of too many the last', async () => {
    const silent = opened();
    const slow = opened();
    slow.write('GET /metrics HTTP/1.1\r\nHost: ');
    await Promise.all([once(silent, 'connect'), once(slow, 'connect')]);
    const more = Array.from({ length: 40 }, opened);
    await Promise.all([silent, slow, ...more].map((socket) => closed(socket.resume())));
    assert.match(await answerTo(head('GET /metrics HTTP/1.1', 'Connection: close')), /aurelis/);
  });
});
