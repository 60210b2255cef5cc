import { deepEqual, equal } from 'node:assert/strict';
import type { EndpointError } from '../../../server/src/domain/endpointError.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, anEndpoint } from '../../../tools/testing/requests.ts';

function refusedAfter(waits: readonly number[]): number {
  const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
  const limiter = new Limiter(anEndpoint(), { clock: new FakeClock(), slots });
  for (const waitMs of waits) limiter.refused(waitMs);
  return limiter.waitMs('invoked');
}

describe('Limiter, beside a server that refuses and names a moment at most', () => {
  it('keeps to it, but to less than a second once alone', () => {
    deepEqual(
      [[420], [0], [420, 420], [0, 999], [420, 1_000]].map((waits) => refusedAfter(waits)),
      [420, 0, 10_000, 10_000, 1_000],
    );
  });

  it('stays away longer and longer', () => {
    equal(refusedAfter([0, 0, 0]), 20_000);
    equal(refusedAfter(Array.from({ length: 15 }, () => 0)), 120_000);
  });

  it('takes the refusals of requests that went together for one', async () => {
    const clock = new FakeClock();
    const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
    const limiter = new Limiter(anEndpoint({ limits: { concurrency: 20 } }), { clock, slots });
    const permits = await Promise.all(
      Array.from({ length: 10 }, () => limiter.acquire(aContext({ priority: 'invoked' }))),
    );
    await clock.pass(100);
    for (const { since } of permits) limiter.refused(undefined, undefined, since);
    equal(limiter.waitMs('invoked'), 5_000);
    for (const permit of permits) permit.dispose();
    await clock.pass(5_000);
    const next = await limiter.acquire(aContext({ priority: 'invoked' }));
    limiter.refused(undefined, undefined, next.since);
    equal(limiter.waitMs('invoked'), 10_000);
    next.dispose();
  });

  it('tells whoever has waited in vain how long it is still', async () => {
    const clock = new FakeClock();
    const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
    const limiter = new Limiter(anEndpoint(), { clock, slots });
    limiter.learn({ waitMs: 15_000 });
    const waiting = limiter.acquire(aContext({ priority: 'invoked' }));
    limiter.learn({ waitMs: 100_000 });
    const refusal = waiting.catch((error: EndpointError) => error.retryAfterMs);
    await clock.pass(60_000);
    equal(await refusal, 40_000);
  });
});
