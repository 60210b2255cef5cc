import { strict as assert } from 'node:assert';
import type { Allowance, Grant } from '../../../server/src/virtualKeys/budget.ts';
import { LeasedBudget } from '../../../server/src/virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import { FakeClock, settled } from '../../../tools/testing/fakeClock.ts';
import { SharedStore } from '../../support/sharedStore.ts';

const tokens = (limit: number, amount = 1): Allowance => ({
  name: 'tokens',
  limit,
  periodMs: 60_000,
  amount,
});

describe('LeasedBudget, where little is left,', () => {
  let clock: FakeClock;
  let store: SharedStore;
  beforeEach(() => {
    clock = new FakeClock();
    store = new SharedStore(clock);
  });
  const aBudget = () =>
    new LeasedBudget({ shared: store, fallback: new LocalBudget(clock), clock });
  const taken = async (budget: LeasedBudget, allowances: readonly Allowance[]): Promise<Grant> => {
    const grant = budget.take('key', allowances);
    for (let calls = 0; calls < 4; calls++) await settled();
    return grant;
  };

  it('asks again a tenth of a second after a refusal, or for less', async () => {
    const budget = aBudget();
    await taken(budget, [tokens(100, 90)]);
    const { waitMs } = await taken(budget, [tokens(100, 20)]);
    assert.ok(waitMs > 60_000, String(waitMs));
    assert.equal((await taken(budget, [tokens(100, 10)])).waitMs, 0);
    const { takes } = store;
    await clock.pass(99);
    assert.equal((await taken(budget, [tokens(100, 20)])).waitMs, waitMs - 99);
    assert.equal(store.takes, takes);
    await clock.pass(1);
    assert.ok((await taken(budget, [tokens(100, 20)])).waitMs > 0);
    assert.equal(store.takes, takes + 1);
  });

  it('refuses until enough is there, with all that was given back here', async () => {
    const budget = aBudget();
    await taken(budget, [tokens(100, 40)]);
    await clock.pass(30_000);
    const grant = await taken(budget, [tokens(100, 60)]);
    assert.ok((await taken(budget, [tokens(100, 70)])).waitMs > 60_000);
    await grant.correct?.([-50]);
    const { takes } = store;
    const { waitMs, remaining } = await taken(budget, [tokens(100, 70)]);
    assert.ok(waitMs > 30_000 && waitMs < 31_000, String(waitMs));
    assert.deepEqual([remaining, store.takes - takes], [[50], 2]);
    assert.equal((await taken(budget, [tokens(100, 50)])).waitMs, 0);
    await clock.pass(1_000);
    assert.equal(store.net, 100);
  });

  it('refuses nothing for want of what it has taken ahead itself', async () => {
    const budget = aBudget();
    for (let times = 0; times < 200; times++) {
      await taken(budget, [tokens(1_000)]);
      await clock.pass(10);
    }
    assert.ok(store.net > 200);
    assert.equal((await taken(budget, [tokens(1_000, 800)])).waitMs, 0);
    await budget.close();
  });

  it('tells the others soon where it gives back a hundredth of a limit', async () => {
    const [one, other] = [aBudget(), aBudget()];
    const grant = await taken(one, [tokens(1_000, 990)]);
    assert.ok((await taken(other, [tokens(1_000, 20)])).waitMs > 0);
    await grant.correct?.([-9]);
    await clock.pass(999);
    assert.equal(store.net, 990);
    await clock.pass(1);
    assert.equal(store.net, 981);
    await grant.correct?.([-10]);
    await clock.pass(50);
    assert.equal(store.net, 971);
    assert.equal((await taken(other, [tokens(1_000, 20)])).waitMs, 0);
    await clock.pass(1_000);
  });
});
