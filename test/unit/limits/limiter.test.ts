import { strict as assert } from 'node:assert';
import { CancelledError } from '../../../server/src/base/errors.ts';
import type { EndpointLimits } from '../../../server/src/domain/endpoint.ts';
import type { EndpointError } from '../../../server/src/domain/endpointError.ts';
import type { Priority } from '../../../server/src/domain/generation.ts';
import { ConcurrencyLimit } from '../../../server/src/limits/concurrencyLimit.ts';
import { Limiter } from '../../../server/src/limits/limiter.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

function limiterOf(limits: EndpointLimits, shared = { concurrency: 20, queueLimit: 1_000 }) {
  const clock = new FakeClock();
  const slots = new ConcurrencyLimit(shared);
  const limiter = new Limiter(anEndpoint({ limits }), { clock, slots });
  /** Asks, and writes down who got through. */
  const passed: string[] = [];
  const ask = (name: string, priority: Priority = 'automatic', signal = never) => {
    const asked = limiter.acquire({ signal, priority }).then((permit) => {
      passed.push(name);
      return permit;
    });
    asked.catch(() => undefined);
    return asked;
  };
  return { clock, limiter, slots, ask, passed };
}

const never = new AbortController().signal;

describe('Limiter', () => {
  it('rests longer and longer for a limit of a day, whatever moment the server names', () => {
    const { limiter } = limiterOf({});
    const waits = [30_000, 30_000, 30_000, undefined, undefined].map((waitMs) => {
      limiter.refused(waitMs, 'day');
      return limiter.waitMs('invoked');
    });
    assert.deepEqual(waits, [30_000, 240_000, 960_000, 3_600_000, 3_600_000]);
    limiter.refused(5_000_000, 'day');
    assert.equal(limiter.waitMs('invoked'), 5_000_000);
    const { limiter: another } = limiterOf({});
    another.refused(undefined, 'day');
    assert.equal(another.waitMs('invoked'), 60_000);
  });

  it('refuses an automatic request once the minute is spent, and says for how long', async () => {
    const { ask } = limiterOf({ requestsPerMinute: 2 });
    (await ask('a')).dispose();
    (await ask('b')).dispose();
    await assert.rejects(ask('c'), (error: EndpointError) => {
      assert.equal(error.kind, 'rateLimited');
      assert.ok((error.retryAfterMs ?? 0) >= 60_000 && (error.retryAfterMs ?? 0) < 61_000);
      return true;
    });
  });

  it('listens for places at other endpoints only while somebody waits', async () => {
    const { clock, slots, ask, passed } = limiterOf({}, { concurrency: 1, queueLimit: 10 });
    let listening = 0;
    const onFree = slots.onFree.bind(slots);
    slots.onFree = (listener) => {
      listening++;
      const listened = onFree(listener);
      return {
        dispose: () => {
          listening--;
          listened.dispose();
        },
      };
    };
    const held = await ask('a');
    assert.equal(listening, 0);
    const leaving = new AbortController();
    for (const [name, signal] of [['b'], ['c', leaving.signal], ['d']] as const) {
      ask(name, 'automatic', signal).then(
        (permit) => permit.dispose(),
        () => undefined,
      );
    }
    assert.equal(listening, 1);
    leaving.abort();
    held.dispose();
    await settled();
    assert.deepEqual([passed.length, listening], [3, 0]);
    const again = await ask('e');
    void ask('f');
    assert.equal(listening, 1);
    await clock.pass(60_000);
    assert.equal(listening, 0);
    again.dispose();
  });

  it('leaves a tenth of the minute to those who ask, and holds them back until their turn', async () => {
    const { clock, ask, passed } = limiterOf({ requestsPerMinute: 10 });
    for (let index = 0; index < 9; index++) (await ask('a')).dispose();
    await assert.rejects(ask('b'), { kind: 'rateLimited' });
    (await ask('c', 'invoked')).dispose();
    await clock.pass(45_000);
    void ask('d', 'invoked');
    await clock.pass(14_999);
    assert.equal(passed.includes('d'), false);
    await clock.pass(1_500);
    assert.equal(passed.includes('d'), true);
  });

  it('paces the day: a fifth stays for those who ask, the rest is spread over eight hours', async () => {
    const { clock, ask, limiter } = limiterOf({ requestsPerMinute: 15, requestsPerDay: 150 });
    let automatic = 0;
    for (let minute = 0; minute < 8 * 60; minute++) {
      await ask('a').then(
        (permit) => {
          automatic++;
          permit.dispose();
        },
        () => undefined,
      );
      await clock.pass(60_000);
    }
    assert.ok(automatic >= 8 * 15 - 15 && automatic <= 120);
    for (let index = 0; index < 30; index++) {
      (await ask('b', 'invoked')).dispose();
      await clock.pass(5_000);
    }
    assert.equal(limiter.budget().day?.limit, 150);
  });

  it('keeps within tokens per minute, by the true number once it is known', async () => {
    const { clock, limiter } = limiterOf({ tokensPerMinute: 1_000 });
    const ask = (tokens: number) => limiter.acquire({ signal: never, priority: 'invoked' }, tokens);
    const permit = await ask(900);
    permit.used(300);
    permit.dispose();
    (await ask(600)).dispose();
    await assert.rejects(ask(200), { kind: 'rateLimited' });
    await clock.pass(61_000);
    (await ask(200)).dispose();
  });

  it('leaves a tenth of the tokens to those who ask', async () => {
    const { limiter } = limiterOf({ tokensPerMinute: 1_000 });
    const ask = (priority: Priority, tokens: number) =>
      limiter.acquire({ signal: never, priority }, tokens);
    (await ask('automatic', 900)).dispose();
    await assert.rejects(ask('automatic', 1), { kind: 'rateLimited' });
    (await ask('invoked', 100)).dispose();
  });

  it('stays away exactly as long as a server asks, and then goes on at once', async () => {
    const { clock, limiter, ask, passed } = limiterOf({});
    limiter.refused(7_000);
    await assert.rejects(ask('a'), { kind: 'rateLimited' });
    void ask('b', 'invoked');
    await clock.pass(6_999);
    assert.deepEqual(passed, []);
    await clock.pass(2);
    assert.deepEqual(passed, ['b']);
  });

  it('waits longer each time where a server does not say how long', async () => {
    const { limiter, clock } = limiterOf({});
    limiter.refused(undefined);
    assert.equal(limiter.waitMs('invoked'), 5_000);
    await clock.pass(5_000);
    limiter.refused(undefined);
    assert.equal(limiter.waitMs('invoked'), 10_000);
    await clock.pass(10_000);
    limiter.heard(100);
    limiter.refused(undefined);
    assert.equal(limiter.waitMs('invoked'), 5_000);
  });

  it('waits two minutes at most, and not at all under a new key', async () => {
    const { limiter, clock } = limiterOf({});
    const waits: number[] = [];
    for (let refusal = 0; refusal < 7; refusal++) {
      limiter.refused(undefined);
      waits.push(limiter.waitMs('invoked'));
      await clock.pass(limiter.waitMs('invoked'));
    }
    assert.deepEqual(waits, [5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000]);
    limiter.refused(undefined);
    limiter.reset();
    assert.equal(limiter.waitMs('invoked'), 0);
    limiter.refused(undefined);
    assert.equal(limiter.waitMs('invoked'), 5_000);
  });

  it('does not make anyone wait for longer than twenty seconds', async () => {
    const { limiter, ask } = limiterOf({});
    limiter.learn({ waitMs: 20_001 });
    await assert.rejects(ask('a', 'action'), { kind: 'rateLimited', retryAfterMs: 20_001 });
  });

  it('is lowered by what a server says is left, and never raised', async () => {
    const { limiter } = limiterOf({ requestsPerMinute: 10 });
    limiter.learn({ requestsLeft: 3 });
    assert.equal(limiter.budget().minute?.remaining, 3);
    limiter.learn({ requestsLeft: 100 });
    assert.equal(limiter.budget().minute?.remaining, 3);
  });

  it('lets no more through at once than allowed: those who ask first, then the newest', async () => {
    const { limiter, ask, passed } = limiterOf({ concurrency: 1 });
    const first = await ask('first');
    const others = [ask('old'), ask('new'), ask('asked', 'invoked')];
    await settled();
    assert.deepEqual([passed, limiter.waiting], [['first'], 3]);
    first.dispose();
    first.dispose();
    (await others[2])?.dispose();
    (await others[1])?.dispose();
    (await others[0])?.dispose();
    assert.deepEqual(passed, ['first', 'asked', 'new', 'old']);
    assert.deepEqual([limiter.inFlight, limiter.waiting], [0, 0]);
  });

  it('shares the places on the way with other endpoints', async () => {
    const { clock, slots, ask, passed } = limiterOf({}, { concurrency: 1, queueLimit: 2 });
    const other = new Limiter(anEndpoint({ id: 'other' }), { clock, slots });
    const held = await other.acquire({ signal: never, priority: 'action' });
    void ask('a', 'action');
    void ask('b', 'action');
    await settled();
    assert.deepEqual(passed, []);
    await assert.rejects(ask('c', 'action'), { kind: 'queueFull' });
    held.dispose();
    await settled();
    assert.deepEqual(passed, ['a']);
  });

  it('counts who waits no longer than he does', async () => {
    const { clock, ask } = limiterOf({}, { concurrency: 1, queueLimit: 2 });
    for (let round = 0; round < 3; round++) {
      const held = await ask('held', 'action');
      const left = new AbortController();
      const leaves = ask('leaves', 'action', left.signal);
      const served = ask('served', 'action');
      await settled();
      left.abort();
      await assert.rejects(leaves, CancelledError);
      held.dispose();
      (await served).dispose();
    }
    const held = await ask('held', 'action');
    const late = ask('late');
    await clock.pass(3_000);
    await assert.rejects(late, { kind: 'rateLimited' });
    const last = [ask('one', 'action'), ask('other', 'action')];
    held.dispose();
    for (const permit of last) (await permit).dispose();
  });

  it('leaves no timer when the last one has left who waited for a budget', async () => {
    const { clock, limiter, ask } = limiterOf({});
    limiter.refused(7_000);
    const controller = new AbortController();
    const asked = ask('a', 'invoked', controller.signal);
    assert.ok(clock.pending > 0);
    controller.abort();
    await assert.rejects(asked, CancelledError);
    assert.equal(clock.pending, 0);
  });

  it('drops who left, and an automatic request that has waited too long', async () => {
    const { clock, limiter, ask } = limiterOf({ concurrency: 1 });
    const first = await ask('a');
    const controller = new AbortController();
    const left = ask('b', 'invoked', controller.signal);
    const old = ask('c');
    await settled();
    controller.abort();
    await assert.rejects(left, CancelledError);
    await clock.pass(3_000);
    await assert.rejects(old, { kind: 'rateLimited' });
    assert.deepEqual([limiter.waiting, clock.pending], [0, 0]);
    first.dispose();
    assert.equal(limiter.inFlight, 0);
  });

  it('lets a batch go through one slot, however long each takes', async () => {
    const { clock, ask, passed } = limiterOf({ concurrency: 1 });
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) {
      void ask(name, 'batch').then((permit) => clock.after(50_000, () => permit.dispose()));
    }
    await clock.pass(50_000);
    assert.deepEqual(passed, ['a', 'b']);
    await clock.pass(100_000);
    assert.deepEqual(passed, names);
    await clock.pass(50_000);
    // Not without end.
    const held = await ask('held', 'batch');
    const late = ask('late', 'batch');
    await clock.pass(600_000);
    await assert.rejects(late, { kind: 'rateLimited' });
    held.dispose();
  });
});
