import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Generate } from '../../../server/src/domain/generation.ts';
import { withBreaker } from '../../../server/src/pipeline/withBreaker.ts';
import { withRouting } from '../../../server/src/pipeline/withRouting.ts';
import { EndpointHealth } from '../../../server/src/upstream/endpointHealth.ts';
import { aRouter } from '../../../tools/testing/aRouter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

const answers: Generate = async () => aGeneration();
const fails =
  (kind: EndpointError['kind']): Generate =>
  async () => {
    throw new EndpointError('x', kind, { status: 500 });
  };

function routed(
  behaviours: Readonly<Record<string, Generate>>,
  waits: Readonly<Record<string, number>> = {},
) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const healths = new Map<string, EndpointHealth>();
  const endpoints = Object.keys(behaviours).map((id) => anEndpoint({ id }));
  const healthOf = ({ id }: Endpoint) => {
    const health = healths.get(id) ?? new EndpointHealth(clock, () => 0.5);
    healths.set(id, health);
    return health;
  };
  const generate = withRouting({
    clock,
    observe: () => undefined,
    router: aRouter(endpoints, {
      clock,
      isAvailable: (endpoint, _, ...how) => healthOf(endpoint).isAvailable(...how),
      availableInMs: (endpoint, _, ...how) => healthOf(endpoint).availableInMs(...how),
      waitMs: ({ id }) => waits[id] ?? 0,
    }),
    attempt: (endpoint) => {
      asked.push(endpoint.id);
      return withBreaker(healthOf(endpoint), behaviours[endpoint.id] ?? answers);
    },
  });
  return { ask: (context = aContext()) => generate(aRequest(), context), asked, healths };
}

describe('withRouting', () => {
  it('asks the first, and the next only when that one fails', async () => {
    const { ask, asked } = routed({ a: fails('server'), b: answers, c: answers });
    assert.equal((await ask()).text, 'sum(items)');
    assert.deepEqual(asked, ['a', 'b']);
  });

  it('passes over endpoints that are not worth asking', async () => {
    const { ask, asked } = routed({ a: fails('unauthorized'), b: answers });
    await ask();
    await ask();
    assert.deepEqual(asked, ['a', 'b', 'b']);
  });

  it('rejects with the last error when all fail', async () => {
    const { ask } = routed({ a: fails('server'), b: fails('timeout') });
    await assert.rejects(ask(), { name: 'EndpointError', kind: 'timeout' });
  });

  it('rejects with noEndpoint when there is none', async () => {
    await assert.rejects(routed({}).ask(), { name: 'EndpointError', kind: 'noEndpoint' });
  });

  it('says in how long the first of them may be asked again, by health and limits', async () => {
    const failing = routed({ a: fails('server'), b: fails('unauthorized') }, { b: 15_000 });
    const invoked = aContext({ priority: 'invoked' });
    const again = () => failing.ask(invoked).catch((error: EndpointError) => error.againInMs);
    // Endpoint `a` may be asked at once.
    assert.equal(await again(), undefined);
    for (let index = 0; index < 4; index++) await again();
    assert.equal(failing.healths.get('a')?.state, 'open');
    assert.equal(await again(), 2_000);
    const resting = routed({ b: fails('unauthorized') }, { b: 15_000 });
    const error = await resting.ask(invoked).catch((thrown: EndpointError) => thrown);
    assert.deepEqual(
      error instanceof EndpointError && [error.kind, error.againInMs, error.status],
      ['unauthorized', 15_000, 500],
    );
    await assert.rejects(routed({}).ask(invoked), { kind: 'noEndpoint', againInMs: undefined });
  });

  it('does not ask another where the queue is full, or the place was given to the user', async () => {
    const { ask, asked } = routed({ a: fails('queueFull'), b: answers });
    await assert.rejects(ask(), { kind: 'queueFull' });
    assert.deepEqual(asked, ['a']);
  });

  it('does not ask another once text was delivered', async () => {
    const broken: Generate = async (_, { onText }) => {
      onText?.('su');
      throw new EndpointError('a', 'server');
    };
    const { ask, asked } = routed({ a: broken, b: answers });
    await assert.rejects(ask(aContext({ onText: () => true })), { kind: 'server' });
    assert.deepEqual(asked, ['a']);
  });

  it('gives the text of a stream that broke, and holds the break against the endpoint', async () => {
    const broken: Generate = async () => aGeneration({ ending: 'length', fault: 'unreachable' });
    const { ask, asked, healths } = routed({ a: broken, b: answers });
    for (let index = 0; index < 5; index++) assert.equal((await ask()).ending, 'length');
    assert.equal(healths.get('a')?.state, 'open');
    await ask();
    assert.equal(asked.at(-1), 'b');
  });

  it('takes a cancelled request for no sign of ill health', async () => {
    const cancelled: Generate = async () => {
      throw new CancelledError();
    };
    const { ask, asked, healths } = routed({ a: cancelled, b: answers });
    for (let index = 0; index < 6; index++) await assert.rejects(ask(), CancelledError);
    assert.equal(asked.includes('b'), false);
    assert.equal(healths.get('a')?.state, 'closed');
  });
});
