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

  it('sends whoever comes again away in a pause that it has not named, and holds all others back', async () => {
    const clock = new FakeClock();
    const slots = new ConcurrencyLimit({ concurrency: 20, queueLimit: 1_000 });
    const limiter = new Limiter(anEndpoint({ limits: { concurrency: 1 } }), { clock, slots });
    const refusals: [who: string, ms: number | undefined][] = [];
    const letIn: string[] = [];
    const ask = (who: string, comesAgain: boolean) =>
      limiter
        .acquire(aContext({ priority: 'action', ...(comesAgain ? { comesAgain } : {}) }))
        .then((permit) => {
          letIn.push(who);
          permit.dispose();
        })
        .catch((error: EndpointError) => refusals.push([who, error.retryAfterMs]));
    const first = await limiter.acquire(aContext({ priority: 'action' }));
    const inLine = [ask('in line, comes again', true), ask('in line', false)];
    limiter.refused(undefined, undefined, first.since);
    first.dispose();
    await clock.pass(1_000);
    deepEqual(refusals.splice(0), [['in line, comes again', 5_000]]);
    await ask('comes again', true);
    const held = ask('later', false);
    deepEqual(refusals.splice(0), [['comes again', 4_000]]);
    await clock.pass(2_500);
    const soon = ask('comes again soon', true);
    await clock.pass(1_600);
    await Promise.all([...inLine, held, soon]);
    deepEqual([refusals, letIn], [[], ['in line', 'later', 'comes again soon']]);
    limiter.learn({ waitMs: 10_000 });
    const named = ask('for a time that is named', true);
    await clock.pass(10_100);
    await named;
    deepEqual([refusals, letIn.length], [[], 4]);
    equal(clock.pending, 0);
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
