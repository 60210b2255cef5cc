import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { MemoryBudget } from '../../../server/src/limits/memoryBudget.ts';
import { ShareBudget } from '../../../server/src/limits/shareBudget.ts';
import type { Allowance, SpendableBudget } from '../../../server/src/limits/sharedBudget.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MINUTE = { name: 'minute', limit: 12, periodMs: 60_000 };

/** Instances that share a budget, which the test takes away from them. */
function instances(count: number) {
  const clock = new FakeClock();
  const shared = new MemoryBudget(() => clock.monotonic());
  const told: (readonly Allowance[])[] = [];
  let isAway = false;
  let asked = 0;
  const reached = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    asked++;
    if (isAway) throw new Error('away');
    return work();
  };
  const reachable: SpendableBudget = {
    take: (scope, allowances) => reached(() => shared.take(scope, allowances)),
    spend: (scope, allowances) =>
      reached(async () => {
        told.push(allowances);
        await shared.spend(scope, allowances);
      }),
  };
  const all = Array.from(
    { length: count },
    () => new ShareBudget(reachable, { clock, instances: () => count }),
  );
  return {
    all,
    clock,
    shared,
    told,
    asked: () => asked,
    away: (is: boolean) => {
      isAway = is;
    },
  };
}

/** How many of an allowance of a minute are granted one after the other. */
async function granted(budget: ShareBudget, most = 99, allowance: Allowance = MINUTE) {
  for (let count = 0; count < most; count++) {
    if ((await budget.take('a', [allowance])).waitMs > 0) return count;
  }
  return most;
}

describe('a share of a budget', () => {
  it('is all of it while what all share can be reached', async () => {
    const { all, clock } = instances(3);
    const [one, other] = all as [ShareBudget, ShareBudget];
    assert.equal(await granted(one, 7), 7);
    assert.equal(await granted(other), 5);
    assert.equal(clock.pending, 0);
  });

  it('is that of each instance while it cannot, and is told once it can', async () => {
    const { all, clock, away, told, asked, shared } = instances(3);
    away(true);
    for (const each of all) assert.equal(await granted(each), 4);
    assert.equal(asked(), 3, 'who has found it away asks no more');
    away(false);
    await clock.pass(1_000);
    assert.deepEqual(told.filter(([each]) => each?.amount === 4).length, 3);
    assert.deepEqual((await shared.take('a', [{ ...MINUTE, amount: 0 }])).remaining, [0]);
    assert.ok((await all[0]?.take('a', [MINUTE]))?.waitMs);
  });

  it('is a share of what was left, until that is renewed', async () => {
    const { all, clock, away } = instances(3);
    const [one, other] = all as [ShareBudget, ShareBudget];
    await granted(one, 5);
    await granted(other, 1);
    away(true);
    assert.equal(await granted(other), 2);
    const { waitMs } = await other.take('a', [MINUTE]);
    assert.equal(waitMs, 60_500);
    await clock.pass(waitMs - 1);
    assert.equal(await granted(other), 0);
    // A slot is a quarter of a second: what it was granted itself leaves the window then.
    await clock.pass(251);
    assert.equal(await granted(other), 4);
  });

  it('is kept to until all others have told, too', async () => {
    const { all, clock, away } = instances(3);
    const [one] = all as [ShareBudget];
    away(true);
    await granted(one, 1);
    away(false);
    await clock.pass(1_000);
    assert.equal(await granted(one), 3);
    await clock.pass(9_000);
    assert.equal(await granted(one), 0);
    await clock.pass(1_000);
    assert.equal(await granted(one), 8);
    await clock.pass(1_000);
    assert.equal(clock.pending, 0);
  });

  it('is said to be spent once it is for a second, for all scopes, and once it is no more', async () => {
    const clock = new FakeClock();
    const lost = new Set(['a', 'b']);
    const said: boolean[] = [];
    const answer = async (scope: string) => {
      if (lost.has(scope)) throw new Error('away');
      return { waitMs: 0, remaining: [5] };
    };
    const shared = { take: answer, spend: async (scope: string) => void (await answer(scope)) };
    const onAway = (isAway: boolean) => said.push(isAway);
    const one = new ShareBudget(shared, { clock, instances: () => 2, onAway });
    const asked = () => Promise.all(['a', 'b', 'c'].map((scope) => one.take(scope, [MINUTE])));
    await asked();
    await clock.pass(999);
    assert.deepEqual(said, []);
    await clock.pass(1);
    await asked();
    await clock.pass(5_000);
    assert.deepEqual(said, [true]);
    lost.delete('a');
    await clock.pass(1_000);
    assert.deepEqual(said, [true]);
    lost.delete('b');
    await clock.pass(1_000);
    assert.deepEqual(said, [true, false]);
    await clock.pass(20_000);
    // It answers again before anybody has looked.
    lost.add('a');
    await asked();
    lost.clear();
    await clock.pass(20_000);
    assert.deepEqual([said, clock.pending], [[true, false], 0]);
    lost.add('a');
    await asked();
    await clock.pass(1_000);
    assert.deepEqual(said, [true, false, true]);
    one.dispose();
  });

  it('is corrected, also once it is told, but not taken back then', async () => {
    const { all, clock, away, shared } = instances(2);
    const [one] = all as [ShareBudget];
    const tokens = { name: 'tokens', limit: 1_000, periodMs: 60_000, amount: 400 };
    away(true);
    const grant = await one.take('a', [tokens]);
    await grant.correct?.([-100]);
    assert.deepEqual((await one.take('a', [{ ...tokens, amount: 200 }])).remaining, [0]);
    away(false);
    await clock.pass(1_000);
    const left = async () => (await shared.take('a', [{ ...tokens, amount: 0 }])).remaining;
    assert.deepEqual(await left(), [500]);
    await grant.correct?.([50]);
    assert.deepEqual(await left(), [450]);
    await grant.correct?.([-50]);
    assert.deepEqual(await left(), [450]);
  });

  it('refuses amounts that nobody can spend, without leaving what all share', async () => {
    const { all, clock } = instances(2);
    const take = all[0]?.take('a', [{ ...MINUTE, amount: Number.NaN }]);
    await assert.rejects(take as Promise<unknown>, RangeError);
    assert.equal(clock.pending, 0);
  });

  it('knows what was left of twenty thousand scopes, of those that were asked for last', async () => {
    const { all, away } = instances(2);
    const [one] = all as [ShareBudget];
    const take = (scope: string) => one.take(scope, [MINUTE]);
    for (let index = 0; index < 20_000; index++) await take(`${index}`);
    await take('20000');
    away(true);
    assert.deepEqual((await take('20000')).remaining, [4.5]);
    assert.deepEqual((await take('1')).remaining, [4.5]);
    assert.deepEqual((await take('0')).remaining, [5]);
    one.dispose();
  });

  it('is told within a second, with what was granted while it was told, and by nobody who is gone', async () => {
    const clock = new FakeClock();
    const told: number[] = [];
    const heard = Promise.withResolvers<void>();
    const shared: SpendableBudget = {
      take: () => Promise.reject(new Error('away')),
      spend: async (_, [allowance]) => {
        told.push(allowance?.amount ?? 1);
        if (told.length === 1) await heard.promise;
      },
    };
    const tools = { clock, instances: () => 2 };
    const [one, gone] = [new ShareBudget(shared, tools), new ShareBudget(shared, tools)];
    await granted(gone, 1);
    gone.dispose();
    await granted(one, 2);
    await clock.pass(999);
    assert.deepEqual(told, []);
    await clock.pass(1);
    assert.deepEqual(told, [2]);
    await granted(one, 3);
    heard.resolve();
    await clock.pass(0);
    assert.deepEqual(told, [2, 3]);
    one.dispose();
    assert.equal(clock.pending, 0);
  });

  it('is not spent, while it settles, by what all share refuses, or cannot say', async () => {
    const { all, clock, away, shared } = instances(2);
    const [one] = all as [ShareBudget];
    away(true);
    await granted(one, 1);
    away(false);
    await clock.pass(1_000);
    const other = await shared.take('a', [{ ...MINUTE, amount: 11 }]);
    for (let times = 0; times < 9; times++) assert.ok((await one.take('a', [MINUTE])).waitMs > 0);
    await other.giveBack?.();
    await one.take('a', [{ ...MINUTE, amount: 0 }]);
    away(true);
    // Of the eleven that are left five and a half are its share, of which it was granted one.
    assert.equal(await granted(one), 4);
    one.dispose();
  });

  it('is all of it for one that is alone, or does not know of others', async () => {
    for (const instances of [0, 1]) {
      const clock = new FakeClock();
      const reject = () => Promise.reject(new Error('away'));
      const one = new ShareBudget(
        { take: reject, spend: reject },
        { clock, instances: () => instances },
      );
      assert.equal(await granted(one), 12);
      assert.equal((await one.take('a', [{ ...MINUTE, amount: 13 }])).waitMs, 60_000);
      one.dispose();
    }
  });

  it('is of one scope alone', async () => {
    const { all, away } = instances(4);
    const [one] = all as [ShareBudget];
    away(true);
    assert.equal(await granted(one), 3);
    away(false);
    assert.deepEqual((await one.take('b', [MINUTE])).remaining, [11]);
  });

  it('never makes more than the limit of all, in any period, whenever it is away', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ by: fc.nat(2), times: fc.integer({ min: 1, max: 6 }) }) },
      { weight: 3, arbitrary: fc.record({ pass: fc.integer({ min: 1, max: 30_000 }) }) },
      { weight: 1, arbitrary: fc.record({ away: fc.boolean() }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { all, clock, away } = instances(3);
        const at: number[] = [];
        let isAway = false;
        for (const each of steps) {
          if ('pass' in each) await clock.pass(each.pass);
          else if ('away' in each) {
            // All know what is left when it goes, and have found out that it is back before it goes again.
            if (!isAway) for (const one of all) await one.take('a', [{ ...MINUTE, amount: 0 }]);
            isAway = each.away;
            away(isAway);
            for (const one of all) await one.take('a', [{ ...MINUTE, amount: 0 }]);
            if (!isAway) await clock.pass(1_000);
          } else {
            for (let time = 0; time < each.times; time++) {
              const grant = await all[each.by]?.take('a', [MINUTE]);
              if (grant?.waitMs === 0) at.push(clock.monotonic());
            }
          }
          for (const from of at) {
            const within = at.filter((when) => when >= from && when < from + MINUTE.periodMs);
            assert.ok(within.length <= MINUTE.limit, `${within.length} within a minute`);
          }
        }
        for (const one of all) one.dispose();
      }),
      { numRuns: 150 },
    );
  });
});
