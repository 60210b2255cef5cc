import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Allowance, Grant } from '../../../server/src/virtualKeys/budget.ts';
import { LeasedBudget } from '../../../server/src/virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { SharedStore } from '../../support/sharedStore.ts';

const MINUTE_MS = 60_000;
const requests = (limit: number, amount = 1): Allowance => ({
  name: 'requests',
  limit,
  periodMs: MINUTE_MS,
  amount,
});
const tokens = (limit: number, amount: number): Allowance => ({
  name: 'tokens',
  limit,
  periodMs: MINUTE_MS,
  amount,
});

type Step =
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'take'; readonly by: number; readonly amount: number; readonly times: number }
  | { readonly do: 'correct'; readonly which: number; readonly to: number };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 900 }) }),
    fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 30_000 }) }),
    fc.record({
      do: fc.constant('take' as const),
      by: fc.nat(2),
      amount: fc.integer({ min: 1, max: 9 }),
      times: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({ do: fc.constant('correct' as const), which: fc.nat(60), to: fc.nat(9) }),
  ),
  { maxLength: 60 },
);

/** A third of what was taken is taken ahead. */
const THIRDS: Step[] = [
  { do: 'pass', ms: 28_800 },
  { do: 'take', by: 2, amount: 1, times: 1 },
  { do: 'take', by: 2, amount: 2, times: 2 },
];

describe('LeasedBudget', () => {
  let clock: FakeClock;
  let store: SharedStore;
  beforeEach(() => {
    clock = new FakeClock();
    store = new SharedStore(clock);
  });
  const aBudget = (instances = 1, onAway?: (isAway: boolean) => void) => {
    const fallback = new LocalBudget(clock, () => 1 / instances);
    return new LeasedBudget({ shared: store, fallback, clock, ...(onAway ? { onAway } : {}) });
  };
  const taken = async (budget: LeasedBudget, allowances: readonly Allowance[]): Promise<Grant> => {
    const grant = budget.take('key', allowances);
    await settled();
    await settled();
    return grant;
  };

  it('never lets processes together have more than the limit, and gives the rest back', async () => {
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 10, max: 200 }),
        fc.constantFrom(0, 3, 40),
        fc.constantFrom(1, 0.1, 0.000_001),
        async (all, most, latencyMs, unit) => {
          const limit = most * unit;
          clock = new FakeClock();
          store = new SharedStore(clock);
          store.latencyMs = latencyMs;
          const processes = [aBudget(3), aBudget(3), aBudget(3)];
          const granted: { at: number; amount: number; grant: Grant }[] = [];
          const within = () =>
            granted
              .filter(({ at }) => at > clock.monotonic() - MINUTE_MS)
              .reduce((sum, { amount }) => sum + amount, 0);
          const take = async (by: number, amount: number) => {
            const grant = await processes[by]?.take('key', [tokens(limit, amount)]);
            if (grant === undefined || grant.waitMs > 0) return;
            granted.push({ at: clock.monotonic(), amount, grant });
            assert.ok(within() <= limit + unit / 1_000, `${within()} of ${limit}`);
          };
          for (const step of all) {
            if (step.do === 'pass') await clock.pass(step.ms);
            else if (step.do === 'take') {
              const asking = Array.from({ length: step.times }, () =>
                take(step.by, step.amount * unit),
              );
              await clock.pass(2 * latencyMs * (step.times + 1));
              await Promise.all(asking);
            } else {
              const one = granted[step.which];
              const to = Math.min(step.to * unit, one?.amount ?? 0);
              await one?.grant.correct?.([to - one.amount]);
              if (one !== undefined) one.amount = to;
            }
          }
          const closing = Promise.all(processes.map((each) => each.close()));
          await clock.pass(2_000);
          await closing;
          const sum = granted.reduce((total, { amount }) => total + amount, 0);
          assert.ok(Math.abs(store.net - sum) < unit / 1_000, `${store.net} for ${sum}`);
          assert.equal(clock.pending, 0);
        },
      ),
      { numRuns: 150, examples: [[THIRDS, 22, 40, 0.000_001]] },
    );
  });

  it('asks the store once for each request of a scope that is asked seldom', async () => {
    const budget = aBudget();
    for (let times = 0; times < 5; times++) {
      assert.equal((await taken(budget, [requests(100)])).waitMs, 0);
      await clock.pass(600);
    }
    assert.deepEqual([store.takes, store.net], [5, 5]);
    assert.equal(clock.pending, 0);
  });

  it('tells what is left, of which some may be taken ahead', async () => {
    const budget = aBudget();
    for (let times = 1; times <= 200; times++) {
      const { remaining } = await taken(budget, [requests(1_000)]);
      // The rest of an earlier lease is given back a little later.
      const unknown = 1_000 - times - (remaining[0] ?? 0);
      assert.ok(unknown >= 0 && unknown < 10, String(unknown));
      await clock.pass(10);
    }
    assert.ok(store.takes < 150, String(store.takes));
    await budget.close();
  });

  it('asks the store far less often than a busy scope is asked', async () => {
    const budget = aBudget();
    for (let times = 0; times < 1_000; times++) {
      assert.equal((await taken(budget, [requests(10_000), tokens(1_000_000, 50)])).waitMs, 0);
      await clock.pass(10);
    }
    await budget.close();
    assert.ok(store.takes < 80, String(store.takes));
    assert.equal(store.net, 1_000);
  });

  it('asks once for all who come at the same time', async () => {
    const budget = aBudget();
    const grants = Array.from({ length: 50 }, () => budget.take('key', [requests(60)]));
    await clock.pass(1);
    assert.ok((await Promise.all(grants)).every(({ waitMs }) => waitMs === 0));
    assert.ok(store.takes <= 2, String(store.takes));
    assert.equal(store.net, 50);
  });

  it('grants the last ones one by one, and refuses the rest without asking for each', async () => {
    const budget = aBudget();
    const asking = Array.from({ length: 200 }, () => budget.take('key', [requests(10)]));
    await clock.pass(1);
    const grants = await Promise.all(asking);
    assert.equal(grants.filter(({ waitMs }) => waitMs === 0).length, 10);
    assert.ok(grants.every(({ waitMs }) => waitMs === 0 || waitMs > 59_000));
    assert.ok(store.takes <= 13, String(store.takes));
  });

  it('takes ahead no more than a tenth of what is left', async () => {
    const budget = aBudget();
    for (let times = 0; times < 60; times++) {
      await taken(budget, [requests(100)]);
      await clock.pass(10);
      // Nobody has a right to more: the others of the team ask the same store.
      assert.ok(store.net <= times + 2 + (100 - times) / 10, `${store.net} for ${times}`);
    }
  });

  it('keeps no grant longer than the margin of the store', async () => {
    const budget = aBudget();
    for (let times = 0; times < 80; times++) {
      await taken(budget, [requests(10_000)]);
      await clock.pass(10);
    }
    await clock.pass(1_000);
    const { takes } = store;
    await taken(budget, [requests(10_000)]);
    assert.equal(store.takes, takes + 1);
    await clock.pass(1_500);
    assert.equal(store.net, 81);
  });

  it('tells what answers have cost once a second, together', async () => {
    const budget = aBudget();
    const asking = Array.from({ length: 20 }, () => budget.take('key', [tokens(10_000, 10)]));
    await clock.pass(1);
    for (const grant of await Promise.all(asking)) await grant.correct?.([-4]);
    const before = store.corrections;
    await clock.pass(998);
    assert.equal(store.corrections, before);
    await clock.pass(2);
    assert.ok(store.corrections - before <= 2, String(store.corrections));
    assert.equal(store.net, 120);
  });

  it('gives back no more than was granted', async () => {
    const budget = aBudget();
    const grant = await taken(budget, [tokens(100, 10)]);
    await grant.correct?.([-50]);
    await grant.giveBack?.();
    await clock.pass(1_000);
    assert.equal(store.net, 0);
  });

  it('gives each process its share while the store is away, less what it had, and says so', async () => {
    const told: boolean[] = [];
    const budget = aBudget(4, (isAway) => told.push(isAway));
    assert.equal((await taken(budget, [requests(40)])).waitMs, 0);
    store.isAway = true;
    let granted = 0;
    for (let times = 0; times < 30; times++) {
      if ((await taken(budget, [requests(40)])).waitMs === 0) granted++;
      await clock.pass(100);
    }
    assert.equal(granted, 9);
    assert.ok(store.takes <= 5, String(store.takes));
    store.isAway = false;
    await clock.pass(1_000);
    assert.equal((await taken(budget, [requests(40)])).waitMs, 0);
    assert.deepEqual(told, [true, false]);
  });

  it('says nothing of a store that was too late once', async () => {
    const told: boolean[] = [];
    const budget = aBudget(4, (isAway) => told.push(isAway));
    store.isAway = true;
    await Promise.all([taken(budget, [requests(40)]), taken(budget, [requests(40)])]);
    store.isAway = false;
    await clock.pass(1_000);
    assert.equal((await taken(budget, [requests(40)])).waitMs, 0);
    assert.deepEqual(told, []);
  });

  it('tells a store that was away for a moment what it is owed, and gives up in the end', async () => {
    const budget = aBudget();
    const grant = await taken(budget, [tokens(100, 10)]);
    store.isAway = true;
    await grant.correct?.([-3]);
    await clock.pass(3_000);
    store.isAway = false;
    await clock.pass(1_000);
    assert.equal(store.net, 7);
    store.isAway = true;
    await grant.correct?.([-1]);
    const { calls } = store;
    await clock.pass(20_000);
    assert.deepEqual([clock.pending, store.calls - calls], [0, 10]);
  });

  it('uses nothing that the store granted too late', async () => {
    const budget = aBudget(4);
    store.latencyMs = 600;
    const asking = [1, 2].map(() => budget.take('key', [requests(4)]));
    await clock.pass(1_200);
    // Each has its share of what this process may spend alone, which is one.
    const [first, second] = await Promise.all(asking);
    assert.deepEqual([first?.waitMs, (second?.waitMs ?? 0) > 0], [0, true]);
    store.latencyMs = 0;
    await clock.pass(2_000);
    assert.equal(store.net, 0);
  });

  it('keeps allowances of other names apart', async () => {
    const budget = aBudget();
    const month = (name: string): Allowance => ({
      name,
      limit: 10,
      periodMs: MINUTE_MS,
      amount: 1,
    });
    const asking = ['a', 'b', 'a', 'b'].map((name) => budget.take('key', [month(name)]));
    await clock.pass(1);
    for (const { waitMs } of await Promise.all(asking)) assert.equal(waitMs, 0);
    assert.ok(store.takes <= 3, String(store.takes));
    assert.equal(store.net, 4);
  });

  it('forgets scopes that nobody asks for', async () => {
    const budget = aBudget();
    for (let scope = 0; scope < 2_000; scope++) void budget.take(`key ${scope}`, [requests(5)]);
    await clock.pass(10);
    await clock.pass(10);
    for (let scope = 0; scope < 300; scope++) void budget.take(`other ${scope}`, [requests(5)]);
    await clock.pass(10);
    assert.ok(budget.size < 400, String(budget.size));
    await budget.close();
  });
});
