import { strict as assert } from 'node:assert';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { waitFor } from '../../tools/waitFor.ts';
import {
  ANSWER,
  chat,
  checkError,
  checkNothingLeaks,
  checkRefusal,
  closed,
  ListeningFace,
  statusesIn,
} from '../support/listeningFace.ts';

const CLOSE = 'Connection: close';
const MOST = 10 * 1_048_576;

describe('the gateway, before clients of HTTP/1.1 that mean harm,', function () {
  this.timeout(60_000);
  let face: ListeningFace;
  beforeEach(async () => {
    face = await new ListeningFace().start();
  });
  afterEach(() => face.stop());

  const get = (target: string, ...more: string[]) =>
    face.answerTo(face.head(`GET ${target} HTTP/1.1`, CLOSE, ...more));

  it('answers whatever the target is, and goes on', async () => {
    const targets = ['//', '///', '/\\', '//v1/models', '/%', '/%00', '*', '/v1/../healthz/x'];
    const absolute = ['http://', 'http://[', 'http://a:b', 'ftp://a/metrics', 'evil:constructor'];
    const long = `/${'a/'.repeat(3_000)}`;
    for (const target of [...targets, ...absolute, '/\u00ff\u00fe', '/__proto__', long])
      checkRefusal(await get(target), 404, 400);
    assert.deepEqual(statusesIn(await get('/healthz')), [200]);
    assert.deepEqual(statusesIn(await get(`http://127.0.0.1:${face.port}/healthz?a`)), [200]);
  });

  it('says which methods an address takes', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PATCH', 'QUERY']) {
      const line = `${method} /v1/chat/completions HTTP/1.1`;
      const text = await face.answerTo(face.head(line, CLOSE));
      assert.deepEqual(statusesIn(text), [405], method);
      assert.match(text, /\r\nallow: POST\r\n/i);
      if (method !== 'HEAD') checkRefusal(text, 405);
    }
    checkRefusal(await face.answerTo(face.head('POST /v1/models HTTP/1.1', CLOSE)), 405);
    checkRefusal(await face.answerTo(face.head('OPTIONS * HTTP/1.1', CLOSE)), 404);
    assert.deepEqual(statusesIn(await face.answerTo(face.head('CONNECT evil:80 HTTP/1.1'))), []);
    const head = await face.answerTo(face.head('HEAD /v1/models HTTP/1.1', CLOSE));
    assert.match(head, /^HTTP\/1\.1 200 [\s\S]*\r\n\r\n$/);
    checkRefusal(await get('/', 'Connection: upgrade', 'Upgrade: websocket'), 404);
  });

  it('asks nobody for what it expects', async () => {
    assert.deepEqual(statusesIn(await get('/healthz', 'Expect: the-unexpected')), [200]);
    const asked = await face.answerTo(face.post(chat(), CLOSE, 'Expect: 100-continue'));
    assert.deepEqual(statusesIn(asked), [100, 200]);
  });

  it('answers programs on this machine alone while there are no keys', async () => {
    const bad = ['evil.example', 'localhost.evil.example', '127.0.0.1.nip.io', '0.0.0.0', '[::2]'];
    for (const host of [...bad, 'localhost:x', '', ' localhost@evil.example']) {
      const text = await face.answerTo(
        `GET /v1/models HTTP/1.1\r\nHost: ${host}\r\n${CLOSE}\r\n\r\n`,
      );
      checkRefusal(text, 403, 400);
    }
    const pages = ['Origin: https://evil.example', 'Origin: null', 'Sec-Fetch-Site: cross-site'];
    for (const page of [...pages, 'Sec-Fetch-Site: same-site']) {
      checkRefusal(await get('/v1/models', page), 403);
      checkRefusal(await face.answerTo(face.post(chat(), CLOSE, page)), 403);
    }
    face.tools = { isOpen: () => false };
    assert.deepEqual(statusesIn(await get('/v1/models', ...pages)), [200]);
  });

  it('refuses bodies that are no request', async () => {
    const bad: (string | Buffer)[] = [
      '',
      '{',
      '{"model":"m","messages":[{"role":"user","content":"the-secret-of-the-prompt"}]',
      'null',
      '[]',
      '7',
      '"text"',
      '{}',
      '\u0000',
      '{"model":"m"}',
      chat({ model: 7 }),
      chat({ model: '' }),
      chat({ model: 'x'.repeat(300) }),
      chat({ temperature: '1' }),
      chat().replace('}', ',}'),
      chat().replace('"m"', 'NaN'),
      `${chat()}${chat()}`,
      Buffer.concat([Buffer.from('{"model":"m\xff'), Buffer.from([0xff, 0xfe, 0xc0, 0x80])]),
      `{"a":${'['.repeat(3_000)}${']'.repeat(3_000)},${chat().slice(1)}`,
      `{"a":${'{"b":'.repeat(400_000)}1${'}'.repeat(400_000)},${chat().slice(1)}`,
    ];
    for (const body of bad) {
      const length = `Content-Length: ${Buffer.byteLength(body)}`;
      const head = face.head('POST /v1/chat/completions HTTP/1.1', CLOSE, length);
      checkRefusal(await face.answerTo(Buffer.concat([Buffer.from(head), Buffer.from(body)])), 400);
    }
    checkRefusal(await face.answerTo(face.post(chat({ model: 'other' }), CLOSE)), 404);
    checkRefusal(await face.answerTo(face.post(chat(), CLOSE, 'Content-Encoding: gzip')), 415);
  });

  it('takes a body of 10 MB, and not one byte more, however that comes', async () => {
    const frame = chat({ pad: '' }).length;
    const body = (bytes: number) => chat({ pad: 'x'.repeat(bytes - frame) });
    assert.deepEqual(statusesIn(await face.answerTo(face.post(body(MOST), CLOSE))), [200]);
    const post = (more: object) =>
      fetch(`${face.url}/v1/chat/completions`, { method: 'POST', ...more });
    const declared = await post({ body: body(MOST + 1) });
    assert.equal(declared.status, 413);
    checkError(await declared.text());
    const stream = new Blob([body(MOST + 1)]).stream();
    const chunked = await post({ body: stream, duplex: 'half' });
    assert.equal(chunked.status, 413);
    checkError(await chunked.text());
  });

  it('lets clients read why, which still send what is refused', async () => {
    // In a process of its own: this one would read the answer before it goes on sending.
    const script = `
      const statuses = [];
      for (const path of ['chat/completions', 'nothing', 'chat/completions', 'nothing']) {
        const asked = { method: 'POST', body: 'x'.repeat(${4 * MOST}) };
        const answer = await fetch('${face.url}/v1/' + path, asked).catch((error) => error.cause);
        statuses.push(answer.status ?? answer.code, (await answer.json?.())?.error.type);
      }
      console.log(statuses.join());`;
    const run = promisify(execFile);
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script]);
    const refusals = [413, 404, 413, 404].map((status) => `${status},invalid_request_error`);
    assert.equal(stdout.trim(), refusals.join());
  });

  it('closes on what is no HTTP, and on bodies whose end is in doubt', async () => {
    const line = 'POST /v1/chat/completions HTTP/1.1';
    const chunked = 'Transfer-Encoding: chunked';
    const body = chat();
    const size = body.length.toString(16);
    const smuggled = `GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const bad = [
      face.post(body, chunked),
      face.head(line, 'Content-Length: 5', 'Content-Length: 6') + smuggled,
      face.head(line, 'Content-Length: +5') + smuggled,
      face.head(line, 'Content-Length: -1') + smuggled,
      face.head(line, 'Content-Length: 5, 5') + smuggled,
      face.head(line, 'Content-Length : 5') + smuggled,
      face.head(line, 'Transfer-Encoding: xchunked') + smuggled,
      face.head(line, 'Transfer-Encoding: chunked, identity') + smuggled,
      face.head(line, 'Transfer-Encoding:\u000bchunked') + smuggled,
      `${face.head(line, chunked)}zz\r\n${body}\r\n0\r\n\r\n`,
      `${face.head(line, chunked)}-1\r\n${body}\r\n0\r\n\r\n`,
      `${face.head(line, chunked)}${'f'.repeat(17)}\r\n${body}`,
      `${face.head(line, chunked)}${size};${'x'.repeat(40_000)}\r\n${body}\r\n0\r\n\r\n`,
      `${face.head(line, chunked)}${size}\r\n${body}x\r\n0\r\n\r\n`,
      face.head('GET /healthz HTTP/1.1', 'X: a\rb'),
      face.head('GET /healthz HTTP/1.1', ' folded: x'),
      'GET /healthz HTTP/1.1\r\n\r\n',
      'GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n',
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
      'SSH-2.0-OpenSSH_9.9\r\n',
      'PRI * HTTP/1.1\r\n\r\n',
    ];
    for (const bytes of bad) {
      const text = await face.answerTo(bytes);
      checkNothingLeaks(text);
      assert.doesNotMatch(text, /200 OK|"object"/, bytes.slice(0, 90));
    }
  });

  it('refuses heads that are too large', async () => {
    const large = [`X: ${'y'.repeat(1_048_576)}`];
    const many = Array.from({ length: 10_000 }, (_, at) => `X-${at}: y`);
    for (const headers of [large, many]) {
      const text = await get('/v1/models', ...headers);
      // What it still sends may close the connection before it reads.
      if (text !== '') checkRefusal(text, 431);
    }
  });

  it('closes connections on which a head or a body comes too slowly, or nothing', async () => {
    await face.stop();
    face = await new ListeningFace({ headMs: 300, requestMs: 600 }).start();
    const slow = async (bytes: string, drip: string) => {
      const socket = face.open();
      let text = '';
      socket.on('data', (part) => {
        text += part;
      });
      socket.write(bytes);
      const timer = setInterval(() => socket.write(drip), 20);
      await closed(socket);
      clearInterval(timer);
      return text;
    };
    const [head, body, silent] = await Promise.all([
      slow('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ', 'x'),
      slow(face.head('POST /v1/chat/completions HTTP/1.1', 'Content-Length: 9999'), ' '),
      slow('', ''),
    ]);
    for (const text of [head, body]) if (text !== '') checkRefusal(text, 408);
    assert.equal(silent, '');
  });

  it('closes a refused connection whose client keeps its half open', async () => {
    const socket = face.open(true);
    socket.resume();
    socket.write('no HTTP at all\r\n\r\n');
    await once(socket, 'end');
    await waitFor('a reset', () => {
      socket.write('more');
      return socket.destroyed;
    });
  });

  it('calls off what nobody waits for: uploads and answers that are left, in the midst or behind others', async () => {
    const signals: AbortSignal[] = [];
    face.generate = (_, { signal }) => {
      signals.push(signal);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('left'))),
      );
    };
    const upload = face.open();
    upload.write(face.post(chat()).slice(0, -9));
    await waitFor('the upload', () => face.listener.running === 1);
    upload.destroy();
    const pipelined = face.open();
    pipelined.write(face.post(chat()).repeat(5));
    await waitFor('five calls', () => signals.length === 5);
    pipelined.destroy();
    await waitFor('their end', () => signals.every(({ aborted }) => aborted));
    await waitFor('nobody', () => face.listener.running === 0 && face.inside === 0);
    assert.ok(face.events.every(({ status }) => status === 499));
  });

  it('answers requests that came at once, in their order', async () => {
    const one = face.post(chat());
    const text = await face.answerTo(`${one}${one}${face.head('GET /x HTTP/1.1', CLOSE)}`);
    assert.deepEqual(statusesIn(text), [200, 200, 404]);
    assert.equal(text.split(ANSWER).length, 3);
  });

  it('answers no more than a hundred requests of one connection at once', async () => {
    let asked = 0;
    const gate = Promise.withResolvers<void>();
    const { generate } = face;
    face.generate = async (request, context) => {
      asked++;
      await gate.promise;
      return generate(request, context);
    };
    const patient = face.open();
    patient.resume();
    patient.write(face.post(chat()).repeat(100));
    await waitFor('a hundred calls', () => asked === 100);
    const greedy = face.open();
    greedy.resume();
    greedy.write(face.post(chat()).repeat(1_000));
    await closed(greedy);
    assert.ok(asked <= 200, String(asked));
    const before = asked;
    gate.resolve();
    await waitFor('their answers', () => face.listener.running === 0);
    patient.write(face.post(chat()));
    await waitFor('one more', () => asked === before + 1);
  });

  it('does not hold answers for ever for a client that does not read', async () => {
    face.generate = async () => ({
      text: 'x'.repeat(20_000_000),
      ending: 'stop',
      endpointId: 'e',
      model: 'm',
      source: 'upstream',
    });
    const socket = face.open();
    socket.pause();
    socket.write(face.post(chat()));
    await waitFor('an answer', () => face.events.length === 1);
    assert.equal(face.listener.running, 1);
    await waitFor('its end', () => face.listener.running === 0);
  });

  it('tells nothing of what fails inside', async () => {
    face.generate = async () => {
      throw new Error('sk-upstream at /home/me/server.ts');
    };
    checkRefusal(await face.answerTo(face.post(chat(), CLOSE)), 500);
    face.tools = {
      expose: () => Promise.reject(new Error('/home/me')),
    };
    checkRefusal(await get('/metrics'), 500);
  });
});
