import type { Amount, Savings } from '../../protocol/snapshot.ts';
import type { Tally } from '../collect/tally.ts';
import { modelsIn } from '../collect/tallyQueries.ts';

/** The price of a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly currency?: string | undefined;
}

interface PricedEndpoint {
  readonly id: string;
  readonly price?: Price;
}

const MILLION = 1_000_000;

/** Returns the savings, and the spending, at the prices of the endpoints that have one. */
export function savingsIn(tally: Tally, endpoints: readonly PricedEndpoint[]): Savings {
  const amounts = amountsIn(tally, endpoints);
  const [only, ...others] = amounts;
  const sum = others.length === 0 ? only : undefined;
  return {
    calls: tally.of('saved'),
    tokensIn: tally.of('savedTokensIn'),
    tokensOut: tally.of('savedTokensOut'),
    seconds: tally.of('savedMs') / 1000,
    money: sum?.saved ?? null,
    spent: sum?.spent ?? null,
    amounts,
  };
}

/** One amount for each currency that a price names, in the order of the endpoints. */
function amountsIn(tally: Tally, endpoints: readonly PricedEndpoint[]): Amount[] {
  const amounts = new Map<string, Amount>();
  const models = modelsIn(tally);
  for (const { id, price } of endpoints) {
    if (price === undefined) continue;
    const { currency = '', input, output } = price;
    const cost = (tokensIn: number, tokensOut: number) =>
      (tokensIn * input + tokensOut * output) / MILLION;
    let { saved, spent } = amounts.get(currency) ?? { saved: 0, spent: 0 };
    for (const model of models.filter(({ endpointId }) => endpointId === id)) {
      saved += cost(model.savedTokensIn, model.savedTokensOut);
      spent += cost(model.tokensIn, model.tokensOut);
    }
    amounts.set(currency, { currency, saved, spent });
  }
  return [...amounts.values()];
}
