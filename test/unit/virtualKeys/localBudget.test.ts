import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { AmountWindow } from '../../../server/src/virtualKeys/amountWindow.ts';
import type { Allowance, Grant } from '../../../server/src/virtualKeys/budget.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MINUTE_MS = 60_000;
const minute = (limit: number, amount = 1): Allowance => ({
  name: 'minute',
  limit,
  periodMs: MINUTE_MS,
  amount,
});

/** A step of somebody who takes, learns what it cost, and leaves, in any order. */
type Step =
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'take'; readonly amount: number }
  | { readonly do: 'correct'; readonly which: number; readonly to: number }
  | { readonly do: 'giveBack'; readonly which: number };

const amounts = fc.oneof(
  fc.integer({ min: 0, max: 12 }),
  fc.double({ min: 0.1, max: 5, noNaN: true }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 20_000 }) }),
    fc.record({ do: fc.constant('take' as const), amount: amounts }),
    fc.record({ do: fc.constant('correct' as const), which: fc.nat(20), to: amounts }),
    fc.record({ do: fc.constant('giveBack' as const), which: fc.nat(20) }),
  ),
  { maxLength: 80 },
);

describe('AmountWindow', () => {
  it('keeps as many slots as a period has, however much is taken', () => {
    const window = new AmountWindow(MINUTE_MS);
    for (let now = 0; now < 10 * MINUTE_MS; now += 20) window.take(now, 1, 1e9);
    assert.ok(window.size >= 240 && window.size <= 243, String(window.size));
    assert.ok(Math.abs(window.used(10 * MINUTE_MS) - 3_025) <= 13);
    assert.equal(window.used(12 * MINUTE_MS), 0);
    assert.equal(window.size, 0);
  });
});

describe('LocalBudget', () => {
  it('never grants more than the limit in any period, whatever is taken, corrected and given back', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (all, limit) => {
        const clock = new FakeClock();
        const budget = new LocalBudget(clock);
        const taken: { at: number; amount: number; grant: Grant; isOver: boolean }[] = [];
        const within = () =>
          taken
            .filter(({ at }) => at > clock.monotonic() - MINUTE_MS)
            .reduce((sum, { amount }) => sum + amount, 0);
        for (const step of all) {
          if (step.do === 'pass') await clock.pass(step.ms);
          else if (step.do === 'take') {
            const amount = Math.min(step.amount, limit);
            const grant = budget.take('a', [minute(limit, amount)]);
            const { remaining } = grant;
            assert.ok(remaining.every((left) => left >= 0 && left <= limit));
            if (grant.waitMs > 0) continue;
            taken.push({ at: clock.monotonic(), amount, grant, isOver: false });
            if (amount > 0) assert.ok(within() <= limit + 1e-6, `${within()} of ${limit}`);
          } else {
            const one = taken[step.which];
            if (one === undefined || one.isOver) continue;
            const to = step.do === 'giveBack' ? 0 : step.to;
            if (step.do === 'giveBack') await one.grant.giveBack?.();
            else await one.grant.correct?.([to - one.amount]);
            one.isOver = step.do === 'giveBack';
            // More than was taken was spent by now.
            if (to > one.amount)
              taken.push({ ...one, at: clock.monotonic(), amount: to - one.amount, isOver: true });
            one.amount = Math.min(one.amount, to);
            if (to > one.amount) one.isOver = true;
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('grants at the moment that it told, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 9 })), {
          minLength: 1,
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 9 }),
        async (before, amount) => {
          const clock = new FakeClock();
          const budget = new LocalBudget(clock);
          for (const [ms, each] of before) {
            budget.take('a', [minute(10, each)]);
            await clock.pass(ms);
          }
          const { waitMs } = budget.take('a', [minute(10, amount)]);
          if (waitMs === 0) return;
          assert.ok(waitMs <= MINUTE_MS + 750);
          await clock.pass(waitMs - 1);
          assert.ok(budget.take('a', [minute(10, amount)]).waitMs > 0);
          await clock.pass(1);
          assert.equal(budget.take('a', [minute(10, amount)]).waitMs, 0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('takes of all allowances or of none, and keeps scopes apart', () => {
    const budget = new LocalBudget(new FakeClock());
    const both = [minute(5), { name: 'tokens', limit: 100, periodMs: MINUTE_MS, amount: 60 }];
    assert.deepEqual(budget.take('a', both).remaining, [4, 40]);
    const refused = budget.take('a', both);
    assert.deepEqual([refused.waitMs > 0, refused.remaining], [true, [4, 40]]);
    assert.deepEqual([refused.correct, refused.giveBack], [undefined, undefined]);
    assert.deepEqual(budget.take('b', both).remaining, [4, 40]);
  });

  it('keeps fractions', () => {
    const budget = new LocalBudget(new FakeClock());
    for (let times = 0; times < 10; times++) {
      assert.equal(budget.take('a', [minute(1, 0.1)]).waitMs, 0);
    }
    assert.ok(budget.take('a', [minute(1, 0.1)]).waitMs > 0);
  });

  it('gives back no more than was taken, and nothing twice', async () => {
    const clock = new FakeClock();
    const budget = new LocalBudget(clock);
    budget.take('a', [minute(10, 4)]);
    const grant = budget.take('a', [minute(10, 4)]);
    await grant.correct?.([-9]);
    await grant.giveBack?.();
    assert.deepEqual(budget.take('a', [minute(10, 1)]).remaining, [5]);
    await clock.pass(2 * MINUTE_MS);
    await grant.correct?.([2]);
    assert.deepEqual(budget.take('a', [minute(10, 0)]).remaining, [8]);
  });

  it('lets nobody through where the limit is nothing, but who takes nothing', () => {
    const budget = new LocalBudget(new FakeClock());
    assert.equal(budget.take('a', [minute(0, 0)]).waitMs, 0);
    assert.equal(budget.take('a', [minute(0, 1)]).waitMs, MINUTE_MS);
  });

  it('gives as a fallback its share, and what is larger alone and as seldom', async () => {
    const clock = new FakeClock();
    const budget = new LocalBudget(clock, () => 1 / 4);
    for (let times = 0; times < 2; times++) budget.take('a', [minute(8)]);
    assert.ok(budget.take('a', [minute(8)]).waitMs > 0);
    // Half a request a minute is one in two.
    assert.equal(budget.take('b', [minute(2)]).waitMs, 0);
    const { waitMs } = budget.take('b', [minute(2)]);
    assert.ok(waitMs >= 2 * MINUTE_MS && waitMs <= 2 * MINUTE_MS + 750, String(waitMs));
    await clock.pass(waitMs);
    assert.equal(budget.take('b', [minute(2)]).waitMs, 0);
  });

  it('counts what was granted elsewhere', () => {
    const budget = new LocalBudget(new FakeClock());
    budget.record('a', [minute(3, 5)]);
    const { waitMs, remaining } = budget.take('a', [minute(3)]);
    assert.deepEqual([waitMs > 0, remaining], [true, [0]]);
  });

  it('forgets windows that are empty, and none that is not', async () => {
    const clock = new FakeClock();
    const budget = new LocalBudget(clock);
    for (let scope = 0; scope < 1_000; scope++) budget.take(`old ${scope}`, [minute(1)]);
    await clock.pass(2 * MINUTE_MS);
    for (let scope = 0; scope < 1_000; scope++) {
      const two = [minute(1), { ...minute(1), name: 'day' }];
      assert.equal(budget.take(`new ${scope}`, two).waitMs, 0);
      assert.ok(budget.take(`new ${scope}`, two).waitMs > 0);
    }
    assert.ok(budget.size < 1_300, String(budget.size));
  });
});
