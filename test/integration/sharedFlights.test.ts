import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../server/src/base/httpCall.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisCluster } from '../../tools/servers/redisCluster.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { freshRequest } from '../../tools/testing/requestPath.ts';
import { sharedEngine } from '../../tools/testing/sharedEngine.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { slowClock } from '../support/slowClock.ts';

const ENGINES = 4;
const REQUESTS = 500;

type Engine = Awaited<ReturnType<typeof sharedEngine>>;

const event = (text: string, finish: string | null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: text }, finish_reason: finish }] })}\n\n`;
const ANSWER = `${event('answer', null)}${event('', 'stop')}data: [DONE]\n\n`;

/** A model server that answers when the test lets it. */
function model() {
  const calls: { readonly answer: (status?: number) => void; readonly signal: AbortSignal }[] = [];
  const call: HttpCall = ({ signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      calls.push({
        signal,
        answer: (status = 200) =>
          resolve({
            status,
            headers: { 'content-type': 'text/event-stream' },
            body: (async function* () {
              yield Buffer.from(status === 200 ? ANSWER : '{}');
            })(),
          }),
      });
    });
  return { calls, call };
}

describe('one call of several processes', function () {
  this.timeout(60_000);
  needs('redis-server', '--version');
  let server: RedisServer;
  let engines: Engine[];
  let upstream: ReturnType<typeof model>;

  before(async () => {
    server = await RedisServer.begin();
  });
  after(() => server?.stop());
  const begin = async (url: string, count = ENGINES, times = 20) => {
    upstream = model();
    // A lookup that takes 50 ms is none, as it should be; not here.
    const clock = slowClock(times);
    engines = await Promise.all(
      Array.from({ length: count }, () => sharedEngine(url, upstream.call, clock)),
    );
  };
  afterEach(() => {
    for (const engine of engines) engine.dispose();
  });
  const called = (count: number) =>
    waitFor('the call', () => upstream.calls.length >= count, 20_000);

  it('is made for two thousand requests of four', async () => {
    await begin(server.url);
    const request = freshRequest();
    const asked = engines.flatMap((engine) =>
      Array.from({ length: REQUESTS }, () => engine.ask({ ...request })),
    );
    await called(1);
    upstream.calls[0]?.answer();
    const answers = await Promise.all(asked);
    assert.ok(answers.every(({ text }) => text === 'answer'));
    assert.equal(upstream.calls.length, 1);
    const from = (source: string) => answers.filter((each) => each.source === source).length;
    assert.deepEqual([from('upstream'), from('redis') >= ENGINES - 1], [1, true]);
    // Each of them has it in memory now.
    const later = await Promise.all(engines.map((engine) => engine.ask({ ...request })));
    assert.ok(later.every(({ source }) => source === 'memory'));
    assert.equal(upstream.calls.length, 1);
  });

  it('is made in a cluster, too', async () => {
    const cluster = await RedisCluster.begin();
    try {
      await begin(cluster.url);
      for (let round = 1; round <= 6; round++) {
        const request = freshRequest();
        const asked = engines.map((engine) => engine.ask({ ...request }));
        await called(round);
        upstream.calls[round - 1]?.answer();
        await Promise.all(asked);
        assert.equal(upstream.calls.length, round);
      }
    } finally {
      for (const engine of engines) engine.dispose();
      await cluster.stop();
    }
  });

  it('is each one’s own while the node that keeps it is away, and one again after that', async function () {
    this.timeout(120_000);
    const cluster = await RedisCluster.begin({ replicas: 1 });
    try {
      await begin(cluster.url, 2, 4);
      const request = freshRequest();
      const asked = [engines[0]?.ask({ ...request })];
      await called(1);
      const leaseIn = (node: RedisServer) => node.command('keys', 'aurelis:lease:*');
      const [key = ''] = cluster.nodes.map(leaseIn).filter((found) => found !== '');
      const master = cluster.masterOf(key);
      asked.push(engines[1]?.ask({ ...request }));
      await waitFor('the second to wait', () => master.command('keys', '*waited:*') !== '');
      await master.kill();
      await called(2);
      for (const { answer } of upstream.calls) answer();
      for (const answer of await Promise.all(asked)) assert.equal(answer?.text, 'answer');
      await cluster.failedOver(key, master);
      // Until each has found the node that took its place.
      let shared = 0;
      await waitFor(
        'one call again',
        async () => {
          const next = freshRequest();
          const before = upstream.calls.length;
          const both = engines.map((engine) => engine.ask({ ...next }));
          await called(before + 1);
          await new Promise((resolve) => setTimeout(resolve, 50));
          for (const { answer } of upstream.calls) answer();
          const answering = setInterval(() => {
            for (const { answer } of upstream.calls) answer();
          }, 20);
          await Promise.all(both);
          clearInterval(answering);
          shared = upstream.calls.length === before + 1 ? shared + 1 : 0;
          // Three masters: each keeps some of what is asked for.
          return shared === 9;
        },
        60_000,
      );
    } finally {
      for (const engine of engines) engine.dispose();
      await cluster.stop();
    }
  });

  it('is made anew by another one where the first is cancelled', async () => {
    await begin(server.url, 2);
    const request = freshRequest();
    const controller = new AbortController();
    const first = engines[0]?.ask({ ...request }, controller.signal);
    await called(1);
    const second = engines[1]?.ask({ ...request });
    await waitFor('the second to wait', () => server.command('keys', '*waited:*') !== '');
    controller.abort();
    await assert.rejects(first as Promise<unknown>);
    await called(2);
    upstream.calls[1]?.answer();
    assert.equal((await second)?.text, 'answer');
    assert.equal(upstream.calls.length, 2);
  });

  it('is each one’s own while Redis is away', async () => {
    await begin(server.url, 2);
    server.hang();
    try {
      const request = freshRequest();
      const asked = engines.map((engine) => engine.ask({ ...request }));
      await called(2);
      for (const { answer } of upstream.calls) answer();
      const answers = await Promise.all(asked);
      assert.ok(answers.every(({ source }) => source === 'upstream'));
    } finally {
      server.goOn();
    }
  });
});
