import { strict as assert } from 'node:assert';
import { savingsIn } from '../../../../server/src/metrics/export/savings.ts';
import { aTally } from '../../../../tools/testing/snapshots.ts';

const usage = { inputTokens: 1_000, outputTokens: 100 };
const tally = aTally([
  { kind: 'reused', endpointId: 'a', model: 'm', ms: 500, usage },
  { kind: 'answered', endpointId: 'b', model: 'm', ms: 500, usage },
  { kind: 'answered', endpointId: 'free', model: 'm', ms: 500, usage },
]);
const price = (currency?: string) => ({ input: 100, output: 1_000, currency });

describe('savingsIn', () => {
  it('adds the amounts of one currency', () => {
    const { money, spent, amounts } = savingsIn(tally, [
      { id: 'a', price: price('USD') },
      { id: 'b', price: price('USD') },
      { id: 'free' },
    ]);
    assert.deepEqual([money, spent], [0.2, 0.2]);
    assert.deepEqual(amounts, [{ currency: 'USD', saved: 0.2, spent: 0.2 }]);
  });

  it('never adds amounts of different currencies', () => {
    const { money, spent, amounts } = savingsIn(tally, [
      { id: 'a', price: price('USD') },
      { id: 'b', price: price() },
    ]);
    assert.deepEqual([money, spent], [null, null]);
    assert.deepEqual(amounts, [
      { currency: 'USD', saved: 0.2, spent: 0 },
      { currency: '', saved: 0, spent: 0.2 },
    ]);
  });

  it('has no amount without a price', () => {
    const { money, spent, amounts, calls } = savingsIn(tally, [{ id: 'a' }]);
    assert.deepEqual([money, spent, amounts, calls], [null, null, [], 1]);
  });
});
