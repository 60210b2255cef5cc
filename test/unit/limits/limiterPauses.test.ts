import { deepEqual, equal } from 'node:assert/strict';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

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
});
