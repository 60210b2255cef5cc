import { strict as assert } from 'node:assert';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const ORDERS = `import { addMoney, Money } from './money';

function totalOf(lines: OrderLine[]): Money {
  let total: Money = { amount: 0, currency: 'EUR' };
  `;
const MONEY = `export function addMoney(one: Money, other: Money): Money {
  return { amount: one.amount + other.amount, currency: one.currency };
}
`;

describe('a completion beside other files', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    upstream.plan = () => ({ chunks: ['return total;'] });
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const start = async (more: object = {}, files: PairOptions['files'] = {}) => {
    const endpoint = { id: 's', provider: 'openai', url: upstream.url, model: 'qwen2.5-coder' };
    pair = await lspPair({
      settings: { endpoints: [{ ...endpoint, ...more }], completion: { debounceMs: 0 } },
      files,
    });
  };
  const promptIn = async (uri: string) => {
    await pair.open(uri, ORDERS);
    await pair.complete(uri, { line: 4, character: 2 });
    return String(upstream.received.at(-1)?.body.prompt);
  };

  it('tells the model of what is open and of what is imported, as comments', async () => {
    await start({}, { 'file:///project/money.ts': MONEY.replaceAll('one', 'first') });
    await pair.open('file:///project/open.ts', MONEY);
    const first = await promptIn('file:///project/orders.ts');
    assert.match(first, /^\/\/ From open\.ts:\n\/\/ export function addMoney/);
    assert.ok(first.endsWith(ORDERS));
    assert.match(await promptIn('file:///project/others.ts'), /From money\.ts:/);
  });

  it('never sends what holds secrets, by its name or its looks', async () => {
    const secret = `const addMoneyKey = '${'ghp_'}${'a1B2c3'.repeat(7)}';`;
    await start();
    await pair.open('file:///project/.env', `${MONEY}NAME=addMoney_total_currency`);
    await pair.open('file:///project/keys.ts', `${MONEY}${secret}`);
    assert.doesNotMatch(await promptIn('file:///project/orders.ts'), /NAME=|ghp_/);
    assert.ok(!JSON.stringify(upstream.received).includes('ghp_'));
  });

  it('writes the prompt of the model’s family where the settings say so', async () => {
    await start({ fimTemplate: 'auto' });
    const prompt = await promptIn('file:///project/orders.ts');
    assert.match(prompt, /<\|fim_prefix\|>[\s\S]*<\|fim_suffix\|><\|fim_middle\|>$/);
    const [received] = upstream.received;
    assert.equal(received?.body.suffix, undefined);
    assert.ok(Array.isArray(received?.body.stop));
  });
});
