import { strict as assert } from 'node:assert';
import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { systemClock } from '../../server/src/base/clock.ts';
import type { EndpointError, EndpointErrorKind } from '../../server/src/domain/endpointError.ts';
import type { GenerationContext } from '../../server/src/domain/generation.ts';
import type { MetricsEvent } from '../../server/src/metrics/collect/recorder.ts';
import { HttpClient } from '../../server/src/upstream/transport/httpClient.ts';
import { freePort } from '../../tools/servers/realServers.ts';
import { freshRequest, requestPath } from '../../tools/testing/requestPath.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type Plan, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const event = (content: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`;
const WHOLE = `${event('sum(')}${event('ä);')}${event('', 'stop')}data: [DONE]\n\n`;
const bytesOf = (text: string) => [...Buffer.from(text)].map((byte) => Uint8Array.of(byte));

/** The result of an answer: its text and how it ended, or the kind of error. */
type Outcome = readonly [text: string, ending: string] | EndpointErrorKind;

const FAULTS: readonly (readonly [name: string, plan: Plan, outcome: Outcome])[] = [
  ['a reset before the headers', { headDelayMs: 20, end: 'reset', raw: [] }, 'unreachable'],
  ['a reset in the middle', { chunks: ['sum('], end: 'reset' }, ['sum(', 'length']],
  ['an end in the middle', { raw: [event('sum(')] }, ['sum(', 'length']],
  ['bytes that come one by one', { raw: bytesOf(WHOLE) }, ['sum(ä);', 'stop']],
  ['an error inside the stream', { raw: ['data: {"error":{"message":"x"}}\n\n'] }, 'server'],
  [
    'an error after some text',
    { raw: [event('sum('), 'data: {"error":{"message":"x"}}\n\n'] },
    ['sum(', 'length'],
  ],
  ['[DONE] without a finish', { raw: [event('sum('), 'data: [DONE]\n\n'] }, ['sum(', 'length']],
  ['a finish without [DONE]', { raw: [event('sum();', 'stop')] }, ['sum();', 'stop']],
  ['the token limit', { raw: [event('sum(', 'length')] }, ['sum(', 'length']],
  ['no JSON', { raw: ['data: {"choices":[\n\n'] }, 'malformed'],
  [
    'doubled choices',
    {
      raw: [
        `data: {"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}\n\n`,
        event('', 'stop'),
      ],
    },
    ['a', 'stop'],
  ],
  ['50 MB', { raw: Array.from({ length: 50 }, () => `: ${'x'.repeat(1_000_000)}\n`) }, 'malformed'],
  [
    'a compressed answer that is cut',
    {
      headers: { 'content-encoding': 'gzip' },
      raw: [gzipSync(event('x'.repeat(9))).subarray(0, 30)],
    },
    'malformed',
  ],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:9/' } }, 'redirected'],
  ['400', { status: 400 }, 'rejected'],
  ['401', { status: 401 }, 'unauthorized'],
  ['402', { status: 402 }, 'outOfCredit'],
  ['404', { status: 404 }, 'wrongApi'],
  ['410', { status: 410 }, 'retired'],
  ['413', { status: 413 }, 'contextFull'],
  ['422', { status: 422 }, 'rejected'],
  ['500', { status: 500 }, 'server'],
];

describe('what servers do to a request', () => {
  let upstream: ScriptedUpstream;
  let client: HttpClient;
  let events: MetricsEvent[];

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    client = new HttpClient(systemClock);
    events = [];
  });

  afterEach(async () => {
    client.dispose();
    await upstream.stop();
  });

  const pathTo = (url: string, settings: object = {}) =>
    requestPath({
      clock: systemClock,
      call: client.call,
      settings: {
        endpoints: [{ id: 'e', provider: 'openai', url, model: 'm' }],
        cache: { disk: { enable: false } },
        ...settings,
      },
      observe: (told) => events.push(told),
    });

  const ask = async (
    path: ReturnType<typeof pathTo>,
    context: Partial<GenerationContext> = {},
  ): Promise<Outcome> => {
    const { signal } = new AbortController();
    const asked = path.generate(freshRequest(), { signal, priority: 'automatic', ...context });
    return asked.then(
      ({ text, ending }) => [text, ending] as const,
      (error: EndpointError) => error.kind,
    );
  };

  for (const [name, plan, outcome] of FAULTS) {
    it(`${typeof outcome === 'string' ? 'is a typed error' : 'gives what is whole'} after ${name}`, async () => {
      upstream.plan = () => plan;
      const path = pathTo(upstream.url);
      assert.deepEqual(await ask(path), outcome);
      const isKept = Array.isArray(outcome) && outcome[1] === 'stop';
      assert.equal(
        events.some(({ kind }) => kind === 'tierWrite'),
        isKept,
      );
      assert.equal(events.filter(({ kind }) => kind === 'failed').length <= 1, true);
      // Terminal or not: what is automatic is asked once.
      assert.equal(upstream.received.length, 1);
      client.dispose();
      await waitFor('the sockets', () => upstream.openSockets === 0);
      path.dispose();
    });
  }

  it('is a typed error where nobody listens', async () => {
    assert.equal(await ask(pathTo(`http://127.0.0.1:${await freePort()}/v1`)), 'unreachable');
  });

  it('is a typed error where a server says no first word in time, or goes silent', async () => {
    upstream.plan = () => ({ headDelayMs: 5_000 });
    const begin = performance.now();
    const settings = { requests: { timeoutSeconds: 1, retries: 0 } };
    assert.equal(await ask(pathTo(upstream.url, settings)), 'timeout');
    upstream.plan = () => ({ chunks: ['sum('], end: 'hang' });
    assert.deepEqual(await ask(pathTo(upstream.url, settings)), ['sum(', 'length']);
    assert.ok(performance.now() - begin < 3_000);
    await waitFor('the sockets', () => upstream.openSockets === 0);
  }).timeout(5_000);

  it('repeats what somebody waits for, once the server works again', async () => {
    upstream.plan = (_, index) => (index === 0 ? { status: 503 } : { chunks: ['sum();'] });
    assert.deepEqual(await ask(pathTo(upstream.url), { priority: 'invoked' }), ['sum();', 'stop']);
    assert.equal(upstream.received.length, 2);
  });

  it('sends nothing before a 429 allows it', async () => {
    const at: number[] = [];
    upstream.plan = (_, index) => {
      at.push(performance.now());
      if (index > 0) return { chunks: ['sum();'] };
      return { status: 429, headers: { 'retry-after-ms': '700' } };
    };
    assert.deepEqual(await ask(pathTo(upstream.url), { priority: 'invoked' }), ['sum();', 'stop']);
    const waited = (at[1] ?? 0) - (at[0] ?? 0);
    assert.ok(waited >= 700 && waited < 1_700, `${waited}`);
  });

  it('sends a compressed request once more as it is where that is refused, and then no more', async () => {
    upstream.plan = (_, index) => (index === 0 ? { status: 415 } : { chunks: ['sum();'] });
    const path = pathTo(upstream.url, { requests: { compression: 'gzip' } });
    const long = {
      ...freshRequest(),
      input: { kind: 'chat', system: '', user: 'ab'.repeat(999) },
    } as const;
    const context = { signal: new AbortController().signal, priority: 'action' } as const;
    assert.equal((await path.generate(long, context)).text, 'sum();');
    await path.generate({ ...long, temperature: 1 }, context);
    const codings = upstream.received.map(({ headers }) => headers['content-encoding']);
    assert.deepEqual(codings, ['gzip', undefined, undefined]);
    assert.deepEqual(upstream.received[0]?.body, upstream.received[1]?.body);
  });

  it('survives a server that breaks HTTP itself', async () => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end('nonsense\r\n\r\n'));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    assert.equal(await ask(pathTo(`http://127.0.0.1:${port}/v1`)), 'unreachable');
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});
