import { strict as assert } from 'node:assert';
import { raceAbort } from '../../../server/src/base/abort.ts';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import type { Grant } from '../../../server/src/limits/sharedBudget.ts';
import { withLimits } from '../../../server/src/pipeline/withLimits.ts';
import { withSharedBudget } from '../../../server/src/pipeline/withSharedBudget.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, anEndpoint, aRequest } from '../../../tools/testing/requests.ts';

/** A request path whose shared budget grants what the test says, in turn. */
function sharing(
  grants: readonly (Grant | Error)[],
  { concurrency = 20, isHeld = false }: { concurrency?: number; isHeld?: boolean } = {},
) {
  const clock = new FakeClock();
  const endpoint = anEndpoint({ limits: { requestsPerMinute: 10 } });
  const slots = new ConcurrencyLimit({ concurrency, queueLimit: 1_000 });
  const limiter = new Limiter(endpoint, { clock, slots });
  const left = [...grants];
  const take = async (): Promise<Grant> => {
    const grant = left.shift();
    if (grant === undefined || grant instanceof Error) throw grant ?? new Error('asked too often');
    return grant;
  };
  let sent = 0;
  const generate = withSharedBudget(
    { clock, shared: { take }, scopeOf: async () => 'scope' },
    endpoint,
    limiter,
    withLimits(limiter, async (_, { signal }) => {
      sent++;
      if (isHeld) await raceAbort(new Promise<never>(() => undefined), signal);
      return aGeneration();
    }),
  );
  const ask = (priority: Priority = 'invoked', { signal } = new AbortController()) => {
    const asked = generate(aRequest(), aContext({ priority, signal }));
    asked.catch(() => undefined);
    return asked;
  };
  return { ask, clock, left: () => limiter.budget().minute?.remaining, sent: () => sent };
}

describe('withSharedBudget', () => {
  it('knows after a request what is left for all, that request counted once', async () => {
    const { ask, left } = sharing([{ waitMs: 0, remaining: [4] }]);
    await ask();
    assert.equal(left(), 4);
  });

  it('holds back who asked until others have left room, and refuses who did not ask', async () => {
    const spent = { waitMs: 5_000, remaining: [2] };
    const { ask, clock, sent } = sharing([spent, { waitMs: 0, remaining: [1] }]);
    const asked = ask();
    await clock.pass(4_999);
    assert.equal(sent(), 0);
    await clock.pass(1);
    await asked;
    assert.equal(sent(), 1);
    await assert.rejects(sharing([spent]).ask('automatic'), {
      kind: 'rateLimited',
      retryAfterMs: 5_000,
    });
    await assert.rejects(sharing([{ waitMs: 20_001, remaining: [0] }]).ask(), {
      kind: 'rateLimited',
    });
  });

  it('lets a request go that waited for others, though nothing was left meanwhile', async () => {
    const grants = [
      { waitMs: 5_000, remaining: [0] },
      { waitMs: 0, remaining: [0] },
      { waitMs: 0, remaining: [6] },
    ];
    const { ask, clock, sent, left } = sharing(grants);
    const asked = ask();
    await clock.pass(5_000);
    await asked;
    assert.deepEqual([sent(), left()], [1, 0]);
    await ask();
    assert.deepEqual([sent(), left()], [2, 6]);
  });

  it('gives back the grants of requests that do not go, and no others', async () => {
    let back = 0;
    const giveBack = async () => {
      back++;
    };
    const grant = { waitMs: 0, remaining: [9], giveBack };
    const { ask, sent } = sharing([grant, grant, grant], { concurrency: 1, isHeld: true });
    const first = new AbortController();
    const second = new AbortController();
    const asked = [ask('invoked', first), ask('invoked', second)];
    await settled();
    second.abort();
    await assert.rejects(asked[1] as Promise<unknown>, CancelledError);
    assert.deepEqual([sent(), back], [1, 1]);
    first.abort();
    await assert.rejects(asked[0] as Promise<unknown>, CancelledError);
    assert.equal(back, 1);
  });

  it('waits no longer than its caller', async () => {
    const { ask, clock, sent } = sharing([{ waitMs: 5_000, remaining: [0] }]);
    const controller = new AbortController();
    const asked = ask('invoked', controller);
    await clock.pass(1);
    controller.abort();
    await assert.rejects(asked, CancelledError);
    assert.deepEqual([clock.pending, sent()], [0, 0]);
  });

  it('keeps to its own count where the shared one cannot be reached', async () => {
    const { ask, left } = sharing([new Error('locked')]);
    await ask();
    assert.equal(left(), 9);
  });
});
