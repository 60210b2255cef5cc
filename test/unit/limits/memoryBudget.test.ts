import { strict as assert } from 'node:assert';
import { MemoryBudget } from '../../../server/src/limits/memoryBudget.ts';
import { budgetContract } from '../../contract/budgetContract.ts';

budgetContract('in memory', { create: (clock) => new MemoryBudget(() => clock.now()) });

describe('a budget in memory', () => {
  it('forgets those that were asked for longest ago, beyond twenty thousand', async () => {
    const budget = new MemoryBudget(() => 0);
    const one = [{ name: 'minute', limit: 1, periodMs: 60_000 }];
    const isSpent = async (scope: string) => (await budget.take(scope, one)).waitMs > 0;
    for (let index = 0; index < 20_000; index++) await budget.take(`${index}`, one);
    assert.equal(await isSpent('0'), true);
    await budget.take('another', one);
    assert.deepEqual([await isSpent('0'), await isSpent('1')], [true, false]);
  });

  it('tells what counts of each allowance', async () => {
    const budget = new MemoryBudget(() => 0);
    const minute = { name: 'minute', limit: 9, periodMs: 60_000 };
    const money = { name: 'money', limit: 9, periodMs: 60_000, amount: 0.25 };
    await budget.take('a', [minute, money]);
    await budget.spend('a', [{ ...minute, amount: 20 }]);
    assert.deepEqual(budget.used('a', [money, minute]), [0.25, 21]);
    assert.deepEqual(budget.used('b', [money]), [0]);
  });
});
