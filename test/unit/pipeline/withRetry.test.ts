import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Generate, GenerationContext } from '../../../server/src/domain/generation.ts';
import { withRetry } from '../../../server/src/pipeline/withRetry.ts';
import { RetryBudget } from '../../../server/src/upstream/retryBudget.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { aContext, aGeneration, aRequest } from '../../../tools/testing/requests.ts';

type Fault = ConstructorParameters<typeof EndpointError>[1];

function retrying(faults: readonly (Fault | EndpointError | 'text')[], successes = 100) {
  const clock = new FakeClock();
  const budget = new RetryBudget(clock);
  for (let index = 0; index < successes; index++) budget.succeeded();
  const state = { attempts: [] as number[], isAvailable: true, isAlone: true, retried: 0 };
  const next: Generate = async (_, { onText }) => {
    const fault = faults[state.attempts.length];
    state.attempts.push(clock.monotonic());
    if (fault === undefined) return aGeneration();
    if (fault === 'text') onText?.('su');
    throw fault instanceof EndpointError
      ? fault
      : new EndpointError('e', fault === 'text' ? 'server' : fault, { status: 500 });
  };
  const tools = {
    clock,
    budget,
    random: () => 0.999,
    retries: 2,
    totalMs: 60_000,
    isAvailable: () => state.isAvailable,
    isAlone: () => state.isAlone,
    observe: () => state.retried++,
  };
  const generate = withRetry(tools, next);
  const ask = async (context: Partial<GenerationContext> = {}) => {
    const asked = generate(aRequest(), aContext({ priority: 'invoked', ...context }));
    asked.catch(() => undefined);
    await clock.pass(59_000);
    return asked;
  };
  return { ask, state, clock };
}

describe('withRetry', () => {
  it('asks again after faults that may pass, with growing waits, as often as allowed', async () => {
    const { ask, state } = retrying(['server', 'unreachable']);
    assert.equal((await ask()).text, 'sum(items)');
    const [first = 0, second = 0, third = 0] = state.attempts;
    assert.ok(second - first > 490 && second - first <= 500);
    assert.ok(third - second > 990 && third - second <= 1_000);
    const failing = retrying(['server', 'server', 'server', 'server']);
    await assert.rejects(failing.ask(), { kind: 'server' });
    assert.deepEqual([failing.state.attempts.length, failing.state.retried], [3, 2]);
  });

  it('asks again after a timeout only where nobody else can be asked', async () => {
    const alone = retrying(['timeout']);
    assert.equal((await alone.ask()).text, 'sum(items)');
    const beside = retrying(['timeout']);
    beside.state.isAlone = false;
    await assert.rejects(beside.ask(), { kind: 'timeout' });
    const busy = retrying(['server']);
    busy.state.isAlone = false;
    assert.equal((await busy.ask()).text, 'sum(items)');
  });

  it('waits for a limit only where nobody else can be asked, or it is short', async () => {
    const limited = (retryAfterMs?: number) => {
      const details = { status: 429, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
      return retrying([new EndpointError('e', 'rateLimited', details)]);
    };
    const alone = limited(15_000);
    assert.equal((await alone.ask()).text, 'sum(items)');
    for (const retryAfterMs of [15_000, undefined]) {
      const beside = limited(retryAfterMs);
      beside.state.isAlone = false;
      await assert.rejects(beside.ask(), { kind: 'rateLimited' });
    }
    const short = limited(1_000);
    short.state.isAlone = false;
    assert.equal((await short.ask()).text, 'sum(items)');
  });

  it('tells whoever comes again at once of a limit that names no time, and waits for one that does', async () => {
    const limited = (retryAfterMs?: number) =>
      retrying([new EndpointError('e', 'rateLimited', { status: 429, retryAfterMs })]);
    const unnamed = limited();
    await assert.rejects(unnamed.ask({ comesAgain: true }), { kind: 'rateLimited', status: 429 });
    assert.deepEqual(unnamed.state.attempts, [0]);
    for (const retryAfterMs of [0, 1_000, 15_000])
      assert.equal((await limited(retryAfterMs).ask({ comesAgain: true })).text, 'sum(items)');
    assert.equal((await limited().ask()).text, 'sum(items)');
  });

  for (const kind of ['rejected', 'unauthorized', 'retired', 'malformed'] as const) {
    it(`does not ask again when that would be ${kind} again`, async () => {
      const { ask, state } = retrying([kind]);
      await assert.rejects(ask(), { kind });
      assert.equal(state.attempts.length, 1);
    });
  }

  it('does not repeat what nobody waits for', async () => {
    for (const priority of ['automatic', 'speculative', 'warming'] as const) {
      const { ask, state } = retrying(['server']);
      await assert.rejects(ask({ priority }), { kind: 'server' });
      assert.equal(state.attempts.length, 1);
    }
  });

  it('does not repeat an answer of which a part was delivered', async () => {
    const { ask, state } = retrying(['text']);
    await assert.rejects(ask({ onText: () => true }), { kind: 'server' });
    assert.equal(state.attempts.length, 1);
  });

  it('leaves the wait that a server asks for to the limiter, and one of more than 20 s to the user', async () => {
    const limited = (retryAfterMs: number) =>
      new EndpointError('e', 'rateLimited', { status: 429, retryAfterMs });
    const { ask, state } = retrying([limited(5_000)]);
    await ask();
    assert.deepEqual(state.attempts, [0, 0]);
    const long = retrying([limited(20_001)]);
    await assert.rejects(long.ask(), { kind: 'rateLimited' });
    const own = retrying([new EndpointError('e', 'rateLimited', { retryAfterMs: 1 })]);
    await assert.rejects(own.ask(), { kind: 'rateLimited' });
  });

  it('keeps to its budget: a tenth of the successes, and one in ten seconds', async () => {
    const { ask, state } = retrying(['server', 'server', 'server'], 0);
    await assert.rejects(ask(), { kind: 'server' });
    assert.equal(state.attempts.length, 2);
  });

  it('ends where the endpoint rests meanwhile, and when nobody waits any more', async () => {
    const resting = retrying(['server']);
    resting.state.isAvailable = false;
    await assert.rejects(resting.ask(), { kind: 'server' });
    const controller = new AbortController();
    const { ask, clock, state } = retrying(['server', 'server']);
    clock.after(100, () => controller.abort());
    await assert.rejects(ask({ signal: controller.signal }), CancelledError);
    assert.deepEqual([state.attempts.length, clock.pending], [1, 0]);
  });
});
