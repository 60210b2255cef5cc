import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { MetricsEvent } from '../../../server/src/metrics/collect/recorder.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';

const ANSWER = JSON.stringify({
  choices: [{ message: { content: 'sum' }, text: 'sum', finish_reason: 'stop' }],
});
const complaint = (param: string, message = `Unsupported parameter: '${param}'`) =>
  JSON.stringify({ error: { message, param, code: 'unsupported_parameter' } });

interface Sent {
  readonly url: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly body: any;
}

describe('a request that is refused for its form', () => {
  let folder: string;
  let sent: Sent[];
  let events: MetricsEvent[];
  /** The body of the refusal of a request; undefined for an answer. */
  let refuses: (request: Sent) => string | readonly [status: number, body: string] | undefined;
  let asked = 0;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    sent = [];
    events = [];
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const call: HttpCall = async ({ url, body }) => {
    const request = { url, body: JSON.parse(String(body)) };
    sent.push(request);
    const refusal = refuses(request);
    const [status, text] =
      typeof refusal === 'string' ? [400, refusal] : (refusal ?? [200, ANSWER]);
    async function* bytes() {
      yield Buffer.from(text);
    }
    return { status, headers: { 'content-type': 'application/json' }, body: bytes() };
  };

  const pathTo = (more: object = {}) =>
    requestPath({
      clock: new FakeClock(),
      call,
      factsFolder: folder,
      settings: {
        endpoints: [
          { id: 'e', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm', ...more },
        ],
        cache: { disk: { enable: false } },
      },
      observe: (event) => events.push(event),
    });
  const ask = async (path: ReturnType<typeof pathTo>, prefix = 'a'.repeat(40)) => {
    const input = { kind: 'infill', prefix: `${prefix}${asked++}`, suffix: '' } as const;
    return path.generate(aRequest({ input }), aContext()).then(
      ({ text }) => text,
      (error) => error.kind,
    );
  };

  it('is sent once more as the refusal asks, one thing after the other, and so from then on', async () => {
    refuses = ({ body }) => {
      if ('max_tokens' in body) return complaint('max_tokens');
      if ('temperature' in body) return complaint('temperature');
      return 'stream_options' in body ? complaint('stream_options') : undefined;
    };
    const path = pathTo({ completionApi: 'chat' });
    assert.equal(await ask(path), 'sum');
    assert.equal(sent.length, 4);
    assert.equal(await ask(path), 'sum');
    assert.equal(sent.length, 5);
    assert.equal(sent[4]?.body.max_completion_tokens, 64);
    const failed = events.filter((event) => event.kind === 'failed');
    assert.deepEqual(
      failed.map((event) => 'isToChange' in event && event.isToChange),
      [true, true, true],
    );
    path.dispose();
  });

  it('keeps its form over a restart', async () => {
    refuses = ({ body }) => ('temperature' in body ? complaint('temperature') : undefined);
    const first = pathTo();
    assert.equal(await ask(first), 'sum');
    first.dispose();
    sent = [];
    const second = pathTo();
    assert.equal(await ask(second), 'sum');
    assert.deepEqual([sent.length, sent[0]?.body.temperature], [1, undefined]);
    second.dispose();
    const other = pathTo({ model: 'other' });
    assert.equal(await ask(other), 'sum');
    assert.equal(sent.length, 3);
    other.dispose();
  });

  it('is asked by chat where there are no completions', async () => {
    refuses = ({ url }) => (url.endsWith('/chat/completions') ? undefined : [404, '']);
    const path = pathTo();
    assert.equal(await ask(path), 'sum');
    assert.equal(await ask(path), 'sum');
    assert.deepEqual(
      sent.map(({ url }) => url.slice(url.indexOf('/v1'))),
      ['/v1/completions', '/v1/chat/completions', '/v1/chat/completions'],
    );
    path.dispose();
  });

  it('is cut to the context that the server names', async () => {
    const message =
      'This model has a maximum context length of 256 tokens, you requested 900 tokens';
    refuses = ({ body }) => (body.prompt.length > 700 ? complaint('prompt', message) : undefined);
    const path = pathTo();
    assert.equal(await ask(path, 'const a = 1;\n'.repeat(300)), 'sum');
    assert.equal(sent.length, 2);
    path.dispose();
  });

  it('is given up where no form helps, with the first reason, and not tried in that form again', async () => {
    refuses = ({ url }) =>
      url.endsWith('/chat/completions')
        ? [404, 'not here']
        : [404, JSON.stringify({ error: { message: 'This is a chat model' } })];
    const path = pathTo();
    assert.equal(await ask(path), 'wrongApi');
    assert.equal(sent.length, 2);
    path.dispose();
    const [last] = events.filter((event) => event.kind === 'failed').slice(-1);
    assert.equal(last?.kind === 'failed' && last.isToChange, false);
  });

  it('does not go on without end', async () => {
    let named = 0;
    refuses = ({ body }) =>
      complaint(Object.keys(body).filter((name) => name !== 'model')[named++ % 3] ?? '');
    const path = pathTo();
    assert.equal(await ask(path), 'rejected');
    assert.ok(sent.length <= 4, `${sent.length}`);
    path.dispose();
  });
});

describe('what one model earns', () => {
  it('another model of the endpoint does not pay', async () => {
    let calls = 0;
    const call: HttpCall = async ({ body }) => {
      calls++;
      const isRefused = JSON.parse(String(body)).model === 'gone';
      async function* bytes() {
        yield Buffer.from(isRefused ? '{"error":{"code":"model_not_found"}}' : ANSWER);
      }
      return { status: isRefused ? 404 : 200, headers: {}, body: bytes() };
    };
    const endpoint = { id: 'e', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm' };
    const clock = new FakeClock();
    const path = requestPath({
      clock,
      call,
      settings: {
        endpoints: [{ ...endpoint, completionModel: 'gone' }],
        cache: { disk: { enable: false } },
      },
    });
    const completion = async () => {
      const asked = path.generate(aRequest(), aContext());
      asked.catch(() => undefined);
      await clock.pass(1_000);
      return asked;
    };
    await assert.rejects(completion(), { kind: 'noModel' });
    await assert.rejects(completion(), { kind: 'noEndpoint' });
    const action = aRequest({ task: 'action', input: { kind: 'chat', system: '', user: 'Why?' } });
    const answered = path.generate(action, aContext());
    await clock.pass(1_000);
    assert.equal((await answered).text, 'sum');
    assert.equal(calls, 2);
    path.dispose();
  });
});
