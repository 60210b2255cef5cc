import { strict as assert } from 'node:assert';
import type { Budget } from '../../../server/src/virtualKeys/budget.ts';
import { LeasedBudget } from '../../../server/src/virtualKeys/leasedBudget.ts';
import { LocalBudget } from '../../../server/src/virtualKeys/localBudget.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const MOST = 1_000_000_000;

describe('the leases of a key with the largest limit', () => {
  it('do not take the store for away where several ask for all of it at once', async () => {
    const clock = new FakeClock();
    const store = new LocalBudget(clock);
    const shared: Budget = {
      take(scope, allowances) {
        if (allowances.some(({ amount = 1 }) => amount > MOST)) throw new RangeError('too much');
        return store.take(scope, allowances);
      },
    };
    let isAway = false;
    const onAway = () => {
      isAway = true;
    };
    const budget = new LeasedBudget({ shared, fallback: new LocalBudget(clock), clock, onAway });
    const all = { name: 'tokens', limit: MOST, periodMs: 60_000, amount: MOST };
    const grants = await Promise.all([1, 2, 3, 4].map(() => budget.take('key', [all])));
    assert.equal(isAway, false);
    assert.deepEqual(
      grants.map(({ waitMs }) => waitMs > 0),
      [false, true, true, true],
    );
    await budget.close();
  });
});
