import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { waitFor } from '../../tools/waitFor.ts';
import { chat, checkError, checkNothingLeaks, SECRET } from '../support/listeningFace.ts';
import { flood, type RawAnswer, RawServer } from '../support/rawServer.ts';
import { RunningGateway } from '../support/runningGateway.ts';

const KEY = 'sk-upstream-0123456789';
const MEGABYTE = 1_048_576;
const head = (line: string, ...headers: string[]) =>
  `HTTP/1.1 ${line}\r\n${headers.map((each) => `${each}\r\n`).join('')}Connection: close\r\n\r\n`;
const JSON_TYPE = 'Content-Type: application/json';
const EVENTS = 'Content-Type: text/event-stream';
const says =
  (line: string, body: string | Uint8Array, ...headers: string[]): RawAnswer =>
  (socket) => {
    socket.write(head(line, ...headers));
    socket.end(body);
  };
const piece = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const whole = (content: string) =>
  JSON.stringify({
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
  });

describe('the gateway as a process', function () {
  this.timeout(120_000);
  let upstream: RawServer;
  let gateway: RunningGateway;
  let asked = 0;
  let port = '';
  before(async () => {
    upstream = await new RawServer(says('200 OK', whole('hi'), JSON_TYPE)).start();
    // What is learnt of one that fails is not to count for the next test.
    const endpoints = Array.from({ length: 60 }, (_, at) => ({
      id: `up${at}`,
      provider: 'openai',
      url: `http://127.0.0.1:${upstream.port}/${at}/v1`,
      model: `m${at}`,
      apiKeyEnv: 'UPSTREAM_KEY',
    }));
    port = String(upstream.port);
    const limits = { requestSeconds: 3, drainSeconds: 2 };
    const config = { endpoints, workers: { min: 2, max: 2 }, limits };
    gateway = await RunningGateway.start(config, { UPSTREAM_KEY: KEY });
  });
  after(async () => {
    const status = await gateway.stop();
    await upstream.stop();
    assert.equal(status, 0);
    checkNothingLeaks(gateway.log);
    assert.ok(!gateway.log.includes(port), gateway.log);
    assert.doesNotMatch(gateway.log, /unexpectedly|Error|rejection/, gateway.log);
  });

  /** A request to a model server that nobody has asked before. */
  const fresh = (more: object = {}) => chat({ model: `m${asked++}`, ...more });
  const idle = async () => {
    await waitFor('nobody who asks', async () => {
      // The one that asks for the metrics is answered, too.
      return (await gateway.sum('aurelis_gateway_requests_in_flight')) <= 1;
    });
    await waitFor('no connection to the model server', () => upstream.openSockets === 0, 5_000);
  };
  const told = async (response: Response) => {
    const text = await response.text();
    assert.ok(!text.includes(KEY) && !text.includes(SECRET), text.slice(0, 300));
    assert.ok(!text.includes(port), text.slice(0, 300));
    return { status: response.status, text };
  };

  const refusals: Record<string, [answer: RawAnswer, ...statuses: number[]]> = {
    'says nothing': [() => undefined, 504],
    'stalls after its head': [(socket) => void socket.write(head('200 OK', EVENTS)), 504],
    'stalls in its head': [(socket) => void socket.write('HTTP/1.1 200'), 504],
    'hangs up': [(socket) => void socket.destroy(), 502],
    'speaks no HTTP': [(socket) => void socket.end('SSH-2.0-OpenSSH_9.9\r\n'), 502],
    'sends a page': [says('200 OK', '<html>Error at /home/me/x.ts:1:2</html>'), 502],
    'sends half of an answer': [says('200 OK', whole('hi').slice(0, -9), JSON_TYPE), 502],
    'sends nothing': [says('200 OK', '', JSON_TYPE), 502],
    'sends a bomb': [
      says(
        '200 OK',
        gzipSync(Buffer.alloc(300 * MEGABYTE, ' ')),
        JSON_TYPE,
        'Content-Encoding: gzip',
      ),
      502,
    ],
    'sends no end of blanks': [
      async (socket) => {
        socket.write(head('200 OK', JSON_TYPE));
        await flood(socket, ' '.repeat(MEGABYTE));
      },
      502,
      504,
    ],
    'sends no end of headers': [
      async (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        await flood(socket, `X: ${'y'.repeat(9_000)}\r\n`, 50 * MEGABYTE);
      },
      502,
    ],
    'sends elsewhere': [says('302 Found', '', 'Location: http://169.254.169.254/latest'), 502],
    'sends elsewhere for good': [
      says('308 Permanent', '', 'Location: https://evil.example/v1'),
      502,
    ],
    'sends to itself': [says('307 Temporary', '', 'Location: /v1/chat/completions?'), 502],
    'refuses the key, and tells it': [
      says('401 Unauthorized', JSON.stringify({ error: { message: `Bad key ${KEY}` } }), JSON_TYPE),
      502,
    ],
    'quotes the prompt and the key': [
      says('400 Bad', JSON.stringify({ error: { message: `“${SECRET}” ${KEY}?` } }), JSON_TYPE),
      400,
    ],
    'fails with its stack': [
      says('500 Oops', `Traceback: File "/home/me/server.py", line 7\n${SECRET} ${KEY}`),
      502,
    ],
    'has too much to do': [
      says('429 Slow down', '{"error":{"message":"slow"}}', JSON_TYPE, 'Retry-After: 100'),
      429,
    ],
  };
  for (const [name, [answer, ...statuses]] of Object.entries(refusals)) {
    for (const stream of [false, true]) {
      it(`refuses where a model server ${name}${stream ? ' (streamed)' : ''}`, async () => {
        upstream.answer = answer;
        const { status, text } = await told(await gateway.post(fresh({ stream })));
        assert.ok(statuses.includes(status), `${status}: ${text.slice(0, 200)}`);
        const { type, ...error } = JSON.parse(text).error;
        assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param']);
        assert.equal(typeof type, 'string');
        await idle();
      });
    }
  }

  it('ends a stream that breaks, or never ends, with an error and without its end', async () => {
    const breaks: RawAnswer[] = [
      (socket) => {
        socket.write(head('200 OK', EVENTS) + piece('a'));
        setTimeout(() => socket.destroy(), 50);
      },
      (socket) => void socket.end(head('200 OK', EVENTS) + piece('a')),
      (socket) => void socket.write(head('200 OK', EVENTS) + piece('a')),
      (socket) => void socket.end(`${head('200 OK', EVENTS)}${piece('a')}data: {"choices":[{`),
      (socket) =>
        void socket.end(
          `${head('200 OK', EVENTS)}${piece('a')}data: {"error":{"message":"no"}}\n\n`,
        ),
      async (socket) => {
        socket.write(head('200 OK', EVENTS));
        await flood(socket, piece('x'.repeat(60_000)));
      },
    ];
    for (const answer of breaks) {
      upstream.answer = answer;
      const { status, text } = await told(await gateway.post(fresh({ stream: true })));
      assert.equal(status, 200);
      assert.doesNotMatch(text.slice(-200), /\[DONE\]/);
      checkError(text.trimEnd().split('\n').at(-1)?.slice('data: '.length) ?? '');
      await idle();
    }
  });

  it('passes a long answer on, and is there for others meanwhile', async () => {
    const content = 'x'.repeat(50 * MEGABYTE);
    upstream.answer = says('200 OK', whole(content), JSON_TYPE);
    const { status, text } = await told(await gateway.post(fresh()));
    assert.deepEqual([status, text.length], [200, whole(content).length]);
    await idle();
  });

  it('calls a model server off when its client leaves, and serves one that reads slowly', async () => {
    let line: Socket | undefined;
    upstream.answer = async (socket) => {
      line = socket;
      socket.write(head('200 OK', EVENTS));
      for (let at = 0; at < 500 && !socket.destroyed; at++) {
        socket.write(piece('x'.repeat(100)));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    };
    const leaving = new AbortController();
    await gateway.post(fresh({ stream: true }), leaving.signal);
    leaving.abort();
    await waitFor('the end of the call', () => line?.destroyed === true);
    upstream.answer = says('200 OK', `${piece('x'.repeat(9_000), 'stop')}data: [DONE]\n\n`, EVENTS);
    const body = fresh({ stream: true });
    const socket = connect(gateway.port, '127.0.0.1');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    let text = '';
    await once(socket, 'readable');
    for (let at = 0; at < 100; at++) {
      text += socket.read(1) ?? '';
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    socket.on('data', (part) => {
      text += part;
    });
    await once(socket, 'close');
    assert.match(text, /\[DONE\]/);
    await idle();
  });

  it('stays up whatever it is asked', async () => {
    const bytes = [
      'GET // HTTP/1.1\r\nHost: localhost\r\n\r\n',
      'GET http://[ HTTP/1.1\r\nHost: a\r\n\r\n',
    ];
    for (const each of [
      ...bytes,
      '\u0000\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u00ff\u00ff',
    ]) {
      const socket = connect(gateway.port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      socket.end(Buffer.from(each, 'latin1'));
      await once(socket, 'close');
    }
    upstream.answer = says('200 OK', whole('hi'), JSON_TYPE);
    assert.equal((await gateway.post(fresh())).status, 200);
  });
});
