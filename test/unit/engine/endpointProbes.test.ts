import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { EndpointError, type EndpointErrorKind } from '../../../server/src/domain/endpointError.ts';
import type { Task } from '../../../server/src/domain/generation.ts';
import { EndpointProbes } from '../../../server/src/engine/endpointProbes.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { EndpointStates } from '../../../server/src/upstream/endpointStates.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

type Way = 'nobody' | 'silent' | number;

/** Endpoints, the way that each answers a look, and a log of all looks. */
function scene(ids: readonly string[], changes: Partial<Endpoint> = {}) {
  const clock = new FakeClock();
  const log: string[] = [];
  const ways: Record<string, Way> = {};
  const endpoints = ids.map((id) => anEndpoint({ id, url: `http://${id}`, ...changes }));
  const slots = new ConcurrencyLimit({ concurrency: 9, queueLimit: 9 });
  let probes: EndpointProbes | undefined;
  const onSuspect = () => probes?.suspected();
  const states = new EndpointStates({ clock, random: () => 0.5, slots, onSuspect });
  const wayOf = (url: string): Way => ways[new URL(url).host] ?? 200;
  probes = new EndpointProbes({
    clock,
    states,
    endpoints: () => endpoints,
    credential: async () => 'key',
    mayCarryKey: () => true,
    reach: async (url) => {
      log.push(`connect ${new URL(url).host}`);
      return wayOf(url) !== 'nobody';
    },
    call: async ({ url, method, signal }) => {
      log.push(`${method} ${url}`);
      const status = wayOf(url);
      if (typeof status !== 'number')
        await new Promise((_, no) => signal.addEventListener('abort', no));
      async function* body() {
        yield Buffer.from('{}');
      }
      return { status: Number(status), headers: {}, body: body() };
    },
  });
  const healthOf = (id: string, task: Task = 'completion') => {
    const endpoint = endpoints.find((each) => each.id === id);
    assert.ok(endpoint);
    return states.of(endpoint, task).health;
  };
  const fail = (id: string, kind: EndpointErrorKind, times = 1) => {
    const health = healthOf(id);
    for (let time = 0; time < times; time++) {
      health.begin();
      health.failed(new EndpointError(id, kind, { status: 500 }));
    }
  };
  return { clock, log, ways, probes, states, endpoints, healthOf, fail };
}

describe('probes', () => {
  it('look at nobody while all is well, or nobody types', async () => {
    const { clock, log, probes, fail } = scene(['a']);
    probes.active();
    await clock.pass(60_000);
    assert.deepEqual([log, clock.pending], [[], 0]);
    await clock.pass(120_000);
    fail('a', 'unreachable', 5);
    await clock.pass(60_000);
    assert.deepEqual([log, clock.pending], [[], 0]);
  });

  it('find out after one failure whether anybody is there, and spare the requests', async () => {
    const { clock, log, ways, probes, healthOf, fail } = scene(['a', 'b']);
    probes.active();
    ways.a = 'nobody';
    log.length = 0;
    fail('a', 'timeout');
    assert.equal(healthOf('a').isAvailable(), true);
    await clock.pass(1_000);
    assert.deepEqual([log, healthOf('a').state], [['connect a'], 'open']);
    // It stays so for as long as nobody is there: no request finds it out.
    for (let second = 0; second < 110; second++) {
      await clock.pass(1_000);
      assert.equal(healthOf('a').isAvailable(), false, `${second}`);
    }
    assert.ok(log.length >= 10 && log.length <= 13, `${log.length}`);
  });

  it('give the next request to one that is there again', async () => {
    const { clock, ways, probes, healthOf, fail } = scene(['a', 'b']);
    ways.a = 'nobody';
    probes.active();
    fail('a', 'unreachable', 5);
    await clock.pass(30_000);
    ways.a = 200;
    await clock.pass(10_000);
    const { log } = { log: healthOf('a') };
    assert.deepEqual([log.state, log.isAvailable()], ['open', true]);
    log.begin();
    log.succeeded();
    assert.equal(log.state, 'halfOpen');
  });

  it('connect each second, and send nothing, while every endpoint is down', async () => {
    const { clock, log, ways, probes, healthOf, fail } = scene(['a', 'b']);
    probes.active();
    Object.assign(ways, { a: 'nobody', b: 'nobody' });
    fail('a', 'unreachable', 5);
    fail('b', 'unreachable', 5);
    await clock.pass(30_000);
    log.length = 0;
    await clock.pass(10_000);
    assert.deepEqual(
      log.toSorted(),
      ['a', 'b'].flatMap((id) => Array(10).fill(`connect ${id}`)),
    );
    ways.b = 200;
    await clock.pass(1_000);
    assert.deepEqual([healthOf('a').isAvailable(), healthOf('b').isAvailable()], [false, true]);
  });

  it('ask every ten seconds what costs nothing, of each kind of server its own question', async () => {
    for (const [provider, question] of [
      ['openai', 'GET http://a/models'],
      ['llamacpp', 'GET http://a/props?model=m&autoload=false'],
      ['ollama', 'POST http://a/api/show'],
    ] as const) {
      const { clock, log, probes, fail } = scene(['a', 'b'], { provider, completionModel: 'm' });
      probes.active();
      log.length = 0;
      fail('a', 'server', 5);
      await clock.pass(31_000);
      const asked = log.filter((line) => !line.startsWith('connect'));
      assert.deepEqual(asked, Array(4).fill(question));
    }
  });

  it('leave a server to its pauses that fails at requests alone', async () => {
    const { clock, probes, healthOf, fail } = scene(['a', 'b']);
    probes.active();
    fail('a', 'server', 5);
    await clock.pass(2_000);
    assert.deepEqual([healthOf('a').state, healthOf('a').isAvailable()], ['open', false]);
    await clock.pass(4_000);
    assert.equal(healthOf('a').isAvailable(), true);
  });

  it('never keep a server out because its question is not answered', async () => {
    for (const way of [500, 501, 503, 'silent', 404, 302] as const) {
      const { clock, ways, probes, healthOf, fail } = scene(['a', 'b']);
      ways.a = way;
      probes.active();
      // One hiccup opens nothing.
      fail('a', 'server');
      await clock.pass(30_000);
      assert.equal(healthOf('a').state, 'closed', `${way}`);
      fail('a', 'server', 5);
      let waitedMs = 0;
      for (; !healthOf('a').isAvailable() && waitedMs < 100_000; waitedMs += 1_000) {
        probes.active();
        await clock.pass(1_000);
      }
      assert.ok(waitedMs <= 62_000, `${way} ${waitedMs}`);
    }
  });

  it('end the pause of a server whose question was not answered, and is', async () => {
    const { clock, ways, probes, healthOf, fail } = scene(['a', 'b']);
    probes.active();
    ways.a = 503;
    fail('a', 'server', 5);
    await clock.pass(30_000);
    assert.equal(healthOf('a').isAvailable(), false);
    ways.a = 200;
    await clock.pass(10_000);
    assert.equal(healthOf('a').isAvailable(), true);
  });

  it('believe what was heard meanwhile', async () => {
    const { clock, ways, probes, healthOf, fail } = scene(['a', 'b']);
    probes.active();
    ways.a = 'nobody';
    fail('a', 'timeout');
    const health = healthOf('a');
    health.begin();
    await clock.pass(999);
    health.succeeded();
    await clock.pass(10_000);
    assert.equal(health.state, 'closed');
    health.missed('connect', clock.monotonic() - 20_000);
    assert.equal(health.state, 'closed');
    const turn = health.begin();
    health.missed('connect', clock.monotonic());
    assert.equal(health.state, 'open');
    health.succeeded(turn);
    assert.equal(health.state, 'closed');
  });

  it('do not send requests to a server that accepts connections and refuses, more often than its pauses say', async () => {
    const { clock, ways, probes, healthOf, fail } = scene(['a', 'b']);
    Object.assign(ways, { a: 503, b: 503 });
    fail('a', 'server', 5);
    fail('b', 'server', 5);
    let sent = 0;
    for (let second = 0; second < 300; second++) {
      probes.active();
      if (healthOf('a').isAvailable()) {
        sent++;
        fail('a', 'server');
      }
      await clock.pass(1_000);
    }
    assert.ok(sent <= 12, `${sent}`);
  });

  it('look where each leads when somebody types again after a minute, where there are several', async () => {
    const { clock, log, ways, probes, healthOf } = scene(['a', 'b']);
    probes.active();
    await clock.pass(50_000);
    probes.active();
    assert.deepEqual(log, ['connect a', 'connect b']);
    await clock.pass(60_000);
    ways.b = 'nobody';
    probes.active();
    await clock.pass(1);
    assert.deepEqual([healthOf('a').state, healthOf('b').state], ['closed', 'open']);
    const alone = scene(['a']);
    alone.probes.active();
    await alone.clock.pass(1);
    assert.deepEqual(alone.log, []);
  });

  it('leave alone whose user has something to mend, and whom he has paused', async () => {
    const { clock, log, probes, states, endpoints, fail } = scene(['a', 'b']);
    probes.active();
    log.length = 0;
    fail('a', 'unauthorized');
    fail('b', 'unreachable', 5);
    if (endpoints[1]) states.pause(endpoints[1]);
    await clock.pass(60_000);
    assert.deepEqual(log, []);
  });

  it('end with the server', async () => {
    const { clock, log, probes, fail } = scene(['a', 'b']);
    probes.active();
    fail('a', 'unreachable', 5);
    probes.dispose();
    log.length = 0;
    fail('a', 'unreachable', 5);
    await clock.pass(120_000);
    probes.active();
    assert.deepEqual([clock.pending, log], [0, []]);
  });
});
