import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { Endpoint, EndpointLimits } from '../../../server/src/domain/endpoint.ts';
import type { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { Limiter } from '../../../server/src/upstream/limiter.ts';
import { FakeClock, settled } from '../../support/fakeClock.ts';

const endpoint = (limits: EndpointLimits) => ({ id: 'e', limits }) as Endpoint;

function limiterOf(limits: EndpointLimits) {
  const clock = new FakeClock();
  const limiter = new Limiter(endpoint(limits), clock);
  const acquire = (priority: Priority = 'automatic', signal = new AbortController().signal) =>
    limiter.acquire({ signal, priority });
  return { clock, limiter, acquire };
}

describe('Limiter', () => {
  it('refuses an automatic request once the minute is spent, and says for how long', async () => {
    const { acquire } = limiterOf({ requestsPerMinute: 2 });
    await acquire();
    await acquire();
    await assert.rejects(acquire(), (error: EndpointError) => {
      assert.equal(error.kind, 'rateLimited');
      assert.equal(error.retryAfterMs, 30_000);
      return true;
    });
  });

  it('holds an invoked request back until its turn', async () => {
    const { clock, acquire } = limiterOf({ requestsPerMinute: 6 });
    for (let index = 0; index < 6; index++) await acquire();
    let hasPermit = false;
    const waiting = acquire('invoked').then(() => {
      hasPermit = true;
    });
    await clock.pass(9_999);
    assert.equal(hasPermit, false);
    await clock.pass(1);
    await waiting;
  });

  it('gives a token back that a cancelled request did not use', async () => {
    const { clock, limiter, acquire } = limiterOf({ requestsPerMinute: 6 });
    for (let index = 0; index < 6; index++) await acquire();
    const controller = new AbortController();
    const waiting = acquire('invoked', controller.signal);
    await settled();
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    await clock.pass(10_000);
    assert.equal(limiter.budget().minute?.remaining, 1);
    assert.equal(clock.pending, 0);
  });

  it('keeps a budget of the day beside that of the minute', async () => {
    const { clock, limiter, acquire } = limiterOf({ requestsPerMinute: 10, requestsPerDay: 3 });
    for (let index = 0; index < 3; index++) await acquire();
    await clock.pass(60_000);
    await assert.rejects(acquire('invoked'), { kind: 'rateLimited' });
    const { minute, day } = limiter.budget();
    assert.deepEqual([minute?.remaining, day], [10, { limit: 3, remaining: 0 }]);
    await clock.pass(8 * 3_600_000);
    await acquire();
  });

  it('lets no more through at once than allowed, in order', async () => {
    const { limiter, acquire } = limiterOf({ concurrency: 1 });
    const first = await acquire();
    const order: number[] = [];
    const second = acquire().then((permit) => {
      order.push(2);
      return permit;
    });
    const third = acquire().then(() => order.push(3));
    await settled();
    assert.deepEqual(order, []);
    first.dispose();
    first.dispose();
    (await second).dispose();
    await third;
    assert.deepEqual(order, [2, 3]);
    assert.equal(limiter.inFlight, 1);
  });

  it('keeps no slot for a request that gave up waiting', async () => {
    const { limiter, acquire } = limiterOf({ concurrency: 1 });
    const first = await acquire();
    const controller = new AbortController();
    const waiting = acquire('automatic', controller.signal);
    await settled();
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    first.dispose();
    assert.equal(limiter.inFlight, 0);
  });
});
