import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { chat, checkError, ListeningFace } from '../support/listeningFace.ts';

const CANCEL = constants.NGHTTP2_CANCEL;
/** The beginning of a connection, and an empty frame of settings (RFC 9113 §3.4, §6.5). */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const frame = (type: number, flags: number, stream: number, payload = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
};
const [HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION] = [1, 3, 4, 6, 9];

describe('the gateway, before clients of HTTP/2 that mean harm,', function () {
  this.timeout(60_000);
  let face: ListeningFace;
  let sessions: ClientHttp2Session[];
  const began = async (waits: ConstructorParameters<typeof ListeningFace>[0] = {}) => {
    sessions = [];
    face = await new ListeningFace(waits).start();
  };
  beforeEach(() => began());
  afterEach(async () => {
    for (const session of sessions) session.destroy();
    await face.stop();
  });

  const session = (settings = {}): ClientHttp2Session => {
    const made = connect(face.url, { settings });
    made.on('error', () => undefined);
    sessions.push(made);
    return made;
  };
  const post = (on: ClientHttp2Session, body?: string): ClientHttp2Stream => {
    const stream = on.request({ ':method': 'POST', ':path': '/v1/chat/completions' });
    stream.on('error', () => undefined);
    if (body !== undefined) stream.end(body);
    return stream;
  };
  const answerTo = async (stream: ClientHttp2Stream) => {
    let [status, text] = [0, ''];
    stream.on('error', () => undefined);
    stream.on('response', (head) => {
      status = head[':status'] ?? 0;
    });
    stream.on('data', (part) => {
      text += part;
    });
    await new Promise((resolve) => stream.once('close', resolve));
    return { status, text };
  };
  const fine = async (on: ClientHttp2Session) =>
    assert.equal((await answerTo(on.request({ ':path': '/healthz' }))).status, 200);
  /** Bytes as they are, after the preface; resolves when the connection is closed. */
  const raw = async (...frames: readonly Buffer[]) => {
    const socket = face.open();
    socket.resume();
    socket.write(Buffer.concat([PREFACE, frame(SETTINGS, 0, 0)]));
    for (const each of frames) if (!socket.destroyed) socket.write(each);
    await waitFor('the connection’s end', () => socket.closed, 20_000);
  };

  it('answers whatever the target and the method are, and asks nobody for what it expects', async () => {
    const on = session();
    for (const path of ['//', '/\\', '*', '/%', 'http://[', 'evil:x', '/__proto__']) {
      const { status, text } = await answerTo(on.request({ ':path': path }));
      assert.ok(status === 404 || status === 0, `${path}: ${status}`);
      if (status !== 0) checkError(text);
    }
    const head = await answerTo(on.request({ ':path': '/v1/models', ':method': 'HEAD' }));
    assert.deepEqual(head, { status: 200, text: '' });
    const expecting = { ':path': '/healthz', expect: 'the-unexpected' };
    assert.equal((await answerTo(on.request(expecting))).status, 200);
    const elsewhere = { ':path': '/v1/models', ':authority': 'evil.example' };
    assert.equal((await answerTo(on.request(elsewhere))).status, 403);
  });

  it('takes no byte more than 10 MB, and no body that never ends', async () => {
    const on = session();
    const large = await answerTo(post(on, 'x'.repeat(10 * 1_048_576 + 1)));
    assert.equal(large.status, 413);
    checkError(large.text);
    const cut = post(on);
    cut.write('{"model"');
    await waitFor('the upload', () => face.listener.running === 1);
    cut.close(CANCEL);
    await waitFor('its end', () => face.listener.running === 0);
    await fine(on);
  });

  it('does not wait for a body for more than a minute', async () => {
    const clock = new FakeClock();
    face.tools = { clock };
    const slow = post(session());
    const answer = answerTo(slow);
    slow.write('{"model"');
    await waitFor('the upload', () => clock.pending === 1);
    await clock.pass(59_000);
    assert.equal(face.events.length, 0);
    await clock.pass(1_000);
    const { status, text } = await answer;
    assert.equal(status, 408);
    checkError(text);
    assert.equal(clock.pending, 0);
    await waitFor('its end', () => face.listener.running === 0);
  });

  it('calls off answers that nobody waits for', async () => {
    const signals: AbortSignal[] = [];
    face.generate = (_, { signal }) => {
      signals.push(signal);
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('left'))),
      );
    };
    const on = session();
    const streams = Array.from({ length: 100 }, () => post(on, chat()));
    await waitFor('a hundred calls', () => signals.length === 100);
    for (const stream of streams.slice(50)) stream.close(CANCEL);
    await waitFor('half of them', () => signals.filter(({ aborted }) => aborted).length === 50);
    on.destroy();
    await waitFor('all of them', () => signals.every(({ aborted }) => aborted));
    await waitFor('nobody', () => face.listener.running === 0 && face.inside === 0);
  });

  it('ends a session that opens streams only to close them', async () => {
    // A client of Node's would not send what it closes at once: GET, http, /, localhost.
    const name = Buffer.from('localhost');
    const fields = Buffer.concat([Buffer.from([0x82, 0x86, 0x84, 0x41, name.length]), name]);
    const code = Buffer.from([0, 0, 0, CANCEL]);
    const pair = (id: number) =>
      Buffer.concat([frame(HEADERS, 5, id, fields), frame(RST_STREAM, 0, id, code)]);
    await raw(...Array.from({ length: 20_000 }, (_, at) => pair(2 * at + 1)));
    await waitFor('nobody', () => face.listener.running === 0);
    assert.ok(face.events.length < 10_000, String(face.events.length));
    await fine(session());
  });

  it('answers ten thousand requests of one session, and runs no more than a thousand at once', async () => {
    let most = 0;
    face.tools = {
      isReady: () => {
        most = Math.max(most, face.listener.running);
        return true;
      },
    };
    const on = session();
    await fine(on);
    const all = Array.from({ length: 10_000 }, () => answerTo(on.request({ ':path': '/readyz' })));
    const answers = await Promise.all(all);
    assert.ok(answers.every(({ status }) => status === 200));
    assert.ok(most <= 1_000, String(most));
  });

  it('refuses heads that are too large, and floods of frames', async () => {
    const on = session();
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`x-${at}`, 'y']));
    const refused = await answerTo(on.request({ ':path': '/healthz', ...many }));
    assert.ok(refused.status === 0 || refused.status === 431, String(refused.status));
    await Promise.all([
      raw(
        ...Array.from({ length: 40 }, () =>
          Buffer.concat(Array(2_000).fill(frame(SETTINGS, 0, 0))),
        ),
        frame(SETTINGS, 0, 1),
      ),
      raw(
        frame(HEADERS, 0, 1),
        ...Array(200).fill(frame(CONTINUATION, 0, 1, Buffer.alloc(16_000))),
      ),
      raw(frame(PING, 0, 0, Buffer.alloc(7))),
      raw(frame(0, 0, 0, Buffer.from('data of no stream'))),
      raw(frame(HEADERS, 4, 2, Buffer.alloc(5))),
      raw(Buffer.alloc(100_000, 0xff)),
    ]);
    await fine(session());
  });

  it('does not wait for a client whose window stays shut: not in a stream, not after it', async () => {
    let isStopped = false;
    const piece = JSON.stringify({
      choices: [{ index: 0, delta: { content: 'x'.repeat(9_000) } }],
    });
    face.generate = async ({ model }, { onEvents }) => {
      const events: string[] = [];
      while (!isStopped && events.length < 10_000) {
        for (let at = 0; at < 100; at++) events.push(piece);
        if (onEvents?.(events) === false) isStopped = true;
        await new Promise(setImmediate);
      }
      return {
        text: '{}',
        ending: 'length',
        endpointId: 'e',
        model: model ?? '',
        source: 'upstream',
      };
    };
    const long = post(session({ initialWindowSize: 0 }), chat({ stream: true }));
    long.pause();
    await waitFor('the stream’s end', () => isStopped && face.listener.running === 0, 20_000);
    face.generate = async (_, { onEvents }) => {
      onEvents?.([piece]);
      return { text: '{}', ending: 'stop', endpointId: 'e', model: 'm', source: 'upstream' };
    };
    post(session({ initialWindowSize: 0 }), chat({ stream: true }));
    await waitFor('a short answer', () => face.events.length === 2);
    await waitFor('its end', () => face.listener.running === 0);
  });

  it('closes sessions on which nothing happens, and none on which somebody waits', async () => {
    await face.stop();
    await began({ keepAliveMs: 400 });
    const answer = Promise.withResolvers<void>();
    face.generate = async () => {
      await answer.promise;
      return { text: '{}', ending: 'stop', endpointId: 'e', model: 'm', source: 'upstream' };
    };
    const busy = session();
    const busyAnswer = answerTo(post(busy, chat()));
    await waitFor('a call', () => face.listener.running === 1);
    const idle = session();
    await once(idle, 'connect');
    await waitFor('the end of the idle one', () => idle.destroyed);
    assert.equal(busy.destroyed, false);
    answer.resolve();
    assert.equal((await busyAnswer).status, 200);
    await waitFor('the end of the other one', () => busy.destroyed);
  });
});
