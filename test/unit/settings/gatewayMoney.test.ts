import { strict as assert } from 'node:assert';
import { aKey, configOf, endpoints, told } from '../../support/gatewayConfigs.ts';

const free = { id: 'free', provider: 'ollama', model: 'm' };
const priced = (price: unknown) => [{ ...free, price }];
const keys = [aKey({ moneyPerMonth: 5 })];

describe('money in the configuration of the gateway', () => {
  it('is warned of where it is not counted, or counted wrong', () => {
    assert.deepEqual(told({ keys }), []);
    assert.match(told({ keys, endpoints: [free] })[0] ?? '', /^~.* does nothing/);
    assert.match(told({ keys, endpoints: [...endpoints, free] })[0] ?? '', /^~.* does not count/);
    const mixed = ['USD', 'EUR'].flatMap((currency) =>
      priced({ input: 1, output: 1, currency }).map((each) => ({ ...each, id: currency })),
    );
    assert.match(told({ keys, endpoints: mixed })[0] ?? '', /^~.*currencies.*"USD", "EUR"/);
  });

  for (const price of [{ input: 1 }, { output: 1 }, { input: 1, output: -1 }, 'much', {}]) {
    const name = JSON.stringify(price);
    it(`stops the gateway where a price cannot be read: ${name}`, () => {
      const [sentence = '', ...others] = told({ keys, endpoints: priced(price) });
      assert.match(sentence, /^endpoints "free": price.* Without that price, `moneyPerMonth` of/);
      assert.deepEqual(others, []);
    });

    it(`is nobody’s where no key has a budget of it: ${name}`, () => {
      const raw = { keys: [aKey()], endpoints: priced(price) };
      const [sentence = '', ...others] = told(raw);
      assert.match(sentence, /^~endpoints "free": price.*; it is ignored\.$/);
      assert.deepEqual(others, []);
      configOf(raw);
    });
  }

  it('is told how a price with one half is written', () => {
    const [half = ''] = told({ keys, endpoints: priced({ output: 1 }) });
    assert.match(half, /price\.input: .*: write both `input` and `output`, 0 for what is free\./);
    const [wrong = ''] = told({ keys, endpoints: priced({ input: 1, output: 'x' }) });
    assert.doesNotMatch(wrong, /write both/);
  });

  it('is counted by a price with a member that nobody knows', () => {
    const raw = { keys, endpoints: priced({ input: 1, output: 2, cached: 0.5 }) };
    assert.deepEqual(told(raw), ['~endpoints "free": price.cached is not known; it is ignored.']);
  });
});
