import { strict as assert } from 'node:assert';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import type { SharedRests } from '../../../server/src/limits/sharedRests.ts';
import { withLimits } from '../../../server/src/pipeline/withLimits.ts';
import { withSharedRests } from '../../../server/src/pipeline/withSharedRests.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

/** A window whose endpoint refuses as long as the test says so. */
function aWindow(clock: FakeClock, rests: SharedRests | undefined, scope = 'scope') {
  const endpoint = anEndpoint();
  const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
  const limiter = new Limiter(endpoint, { clock, slots });
  const server = { sent: 0, retryAfterMs: 0 };
  const generate = withSharedRests(
    { rests, scopeOf: async () => scope },
    endpoint,
    limiter,
    withLimits(limiter, async () => {
      server.sent++;
      const { retryAfterMs } = server;
      if (retryAfterMs > 0) throw new EndpointError(endpoint.id, 'rateLimited', { retryAfterMs });
      return aGeneration();
    }),
  );
  const ask = (priority: Priority = 'invoked') => generate(aRequest(), aContext({ priority }));
  return { ask, limiter, server };
}

/** Rests that all windows of a test know, and how often they were told. */
function knownRests(clock: FakeClock) {
  const untils = new Map<string, number>();
  const told: number[] = [];
  const rests: SharedRests = {
    restMs: (scope) => Math.max(0, (untils.get(scope) ?? 0) - clock.now()),
    rest: (scope, ms) => {
      told.push(ms);
      untils.set(scope, clock.now() + ms);
    },
  };
  return { rests, told };
}

const refused = { kind: 'rateLimited' };

describe('withSharedRests', () => {
  let clock: FakeClock;
  beforeEach(() => {
    clock = new FakeClock();
  });

  it('keeps to what another window was told, and asks again after that', async () => {
    const { rests } = knownRests(clock);
    const [one, other] = [aWindow(clock, rests), aWindow(clock, rests)];
    one.server.retryAfterMs = 8_000;
    await assert.rejects(one.ask(), refused);
    await assert.rejects(other.ask('automatic'), { ...refused, retryAfterMs: 8_000 });
    const asked = other.ask();
    await clock.pass(7_999);
    assert.equal(other.server.sent, 0);
    await clock.pass(2);
    await asked;
    assert.equal(other.server.sent, 1);
  });

  it('leaves those alone who ask with another key', async () => {
    const { rests } = knownRests(clock);
    const [one, other] = [aWindow(clock, rests), aWindow(clock, rests, 'other')];
    one.server.retryAfterMs = 8_000;
    await assert.rejects(one.ask(), refused);
    await other.ask('automatic');
  });

  it('tells what the server said, once, and not what others have told', async () => {
    const { rests, told } = knownRests(clock);
    const [one, other] = [aWindow(clock, rests), aWindow(clock, rests)];
    one.server.retryAfterMs = 8_000;
    await assert.rejects(one.ask(), refused);
    await assert.rejects(other.ask('automatic'), refused);
    await assert.rejects(one.ask('automatic'), refused);
    assert.deepEqual(told, [8_000]);
  });

  it('tells nothing of answers that name no rest', async () => {
    const { rests, told } = knownRests(clock);
    await aWindow(clock, rests).ask();
    assert.deepEqual(told, []);
  });

  it('asks, and answers, as if there were nothing to share where that fails', async () => {
    const fail = () => {
      throw new Error('The file is gone');
    };
    const { ask, server } = aWindow(clock, { restMs: fail, rest: fail });
    await ask();
    server.retryAfterMs = 8_000;
    await assert.rejects(ask(), refused);
    assert.equal(server.sent, 2);
  });

  it('adds nothing where nothing is shared', async () => {
    const { ask, server } = aWindow(clock, undefined);
    await ask();
    assert.equal(server.sent, 1);
  });
});
