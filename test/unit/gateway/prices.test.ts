import { strict as assert } from 'node:assert';
import { moneyFor, mostMoneyFor } from '../../../server/src/gateway/prices.ts';
import { anEndpoint } from '../../../tools/testing/requests.ts';

const A_MILLION_EACH = { inputTokens: 1_000_000, outputTokens: 1_000_000 };

describe('the price of an answer', () => {
  const endpoints = [
    anEndpoint({ id: 'free' }),
    anEndpoint({ id: 'cheap', price: { input: 1, output: 2 } }),
    anEndpoint({ id: 'dear', completionModel: 'n', price: { input: 3, output: 4 } }),
    anEndpoint({
      id: 'unnamed',
      model: 'default',
      completionModel: 'default',
      servedAs: 'qwen',
      price: { input: 5, output: 6 },
    }),
  ];

  it('is that of its endpoint, where that has one', () => {
    assert.equal(moneyFor(endpoints, 'cheap', A_MILLION_EACH), 3);
    assert.equal(moneyFor(endpoints, 'free', A_MILLION_EACH), undefined);
    assert.equal(moneyFor(endpoints, 'gone', A_MILLION_EACH), undefined);
  });

  it('is at most that of the dearest endpoint that has the model, by whatever name', () => {
    const most = (model: string) => mostMoneyFor(endpoints, model, A_MILLION_EACH);
    assert.deepEqual(['m', 'n', 'qwen', 'default', 'none'].map(most), [7, 7, 11, 11, 0]);
  });
});
