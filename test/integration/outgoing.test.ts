import { strict as assert } from 'node:assert';
import type { OutgoingResult } from '../../server/src/protocol/messages.ts';
import { lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const SECRET = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`;
const TEXT = `const token = '${SECRET}';\nconst total = \nsum`;
const IMPORTED = `export function sumOfOrders(orders, currency) {
  return orders.reduce((total, order) => total + order.amount[currency], 0);
}
`;
const IMPORTING = `import { sumOfOrders } from './in/b.js';
// The amount of all orders in a currency: order, orders, amount, total, reduce.
const total = 
export function amountOf(orders, currency) {}
`;
const PLACE = { line: 1, character: 14 };

describe('what would be sent', () => {
  it('is byte for byte what is sent then, without credentials, and sends nothing itself', async () => {
    const upstream = await new ScriptedUpstream(() => ({ chunks: ['1;'] })).start();
    const of = { provider: 'openai', url: upstream.url, headers: { 'x-team': 'hidden-value' } };
    const endpoints = [
      { ...of, id: 'fim', model: 'm' },
      { ...of, id: 'chat', model: 'm', completionApi: 'chat' },
    ];
    const pair = await lspPair({ settings: { endpoints }, credentials: { fim: 'key-of-fim' } });
    await pair.open(URI, TEXT);
    const told = await pair.client.sendRequest<OutgoingResult>('aurelis/outgoing', {
      uri: URI,
      position: PLACE,
    });
    assert.equal(upstream.received.length, 0);
    assert.equal(told.nothing, undefined);
    assert.deepEqual(
      told.requests.map(({ endpoint, url, masked }) => [endpoint, url, masked]),
      [
        ['fim', `${upstream.url}/completions`, 1],
        ['chat', `${upstream.url}/chat/completions`, 1],
      ],
    );
    await pair.complete(URI, PLACE);
    assert.equal(upstream.received[0]?.text, told.requests[0]?.body);
    const names = told.requests[0]?.headers ?? [];
    for (const name of names) assert.ok(name in (upstream.received[0]?.headers ?? {}), name);
    assert.ok(names.includes('authorization') && names.includes('x-team'));
    // No key is set for the other, and none is sent.
    assert.ok(!told.requests[1]?.headers.includes('authorization'));
    assert.doesNotMatch(JSON.stringify(told), new RegExp(`${SECRET}|hidden-value|key-of-fim`));
    await pair.close();
    await upstream.stop();
  });

  it('has the excerpts of imported files that were not read before', async () => {
    const upstream = await new ScriptedUpstream(() => ({ chunks: ['1;'] })).start();
    const endpoint = { id: 'a', provider: 'openai', url: upstream.url, model: 'm' };
    const uri = 'file:///project/a.js';
    const files = { 'file:///project/in/b.js': IMPORTED };
    const pair = await lspPair({ settings: { endpoints: [endpoint] }, files });
    await pair.open(uri, IMPORTING, 'javascript');
    const position = { line: 2, character: 14 };
    const told = await pair.client.sendRequest<OutgoingResult>('aurelis/outgoing', {
      uri,
      position,
    });
    assert.match(told.requests[0]?.body ?? '', /sumOfOrders/);
    await pair.complete(uri, position);
    assert.equal(upstream.received[0]?.text, told.requests[0]?.body);
    await pair.close();
    await upstream.stop();
  });

  it('is nothing, with the reason, where no model is asked', async () => {
    const of = {
      provider: 'openai',
      url: 'http://user:hunter2hunter2@127.0.0.1:9/v1?api_key=hunter3',
      model: 'm',
    };
    const pair = await lspPair({ settings: { endpoints: [{ ...of, id: 'a' }] } });
    const told = (uri: string) =>
      pair.client.sendRequest<OutgoingResult>('aurelis/outgoing', { uri, position: PLACE });
    await pair.open('file:///project/.env', 'KEY=1\n');
    assert.match((await told('file:///project/.env')).nothing ?? '', /passwords or keys/);
    assert.match((await told(URI)).nothing ?? '', /Open it in an editor/);
    await pair.open(URI, TEXT);
    assert.equal(
      (await told(URI)).requests[0]?.url,
      'http://127.0.0.1:9/v1/completions?api_key=hidden',
    );
    await assert.rejects(
      pair.client.sendRequest('aurelis/outgoing', { uri: URI }),
      /"position\.line"/,
    );
    await pair.close();
    const alone = await lspPair();
    await alone.open(URI, TEXT);
    const none = await alone.client.sendRequest<OutgoingResult>('aurelis/outgoing', {
      uri: URI,
      position: PLACE,
    });
    assert.match(none.nothing ?? '', /No model is set up/);
    await alone.close();
  });

  it('is nothing in a folder that is not trusted', async () => {
    const endpoint = { id: 'a', provider: 'openai', url: 'http://127.0.0.1:9/v1', model: 'm' };
    const pair = await lspPair({
      settings: { endpoints: [endpoint] },
      initializationOptions: { custom: true, isTrusted: false },
    });
    await pair.open(URI, TEXT);
    const told = await pair.client.sendRequest<OutgoingResult>('aurelis/outgoing', {
      uri: URI,
      position: PLACE,
    });
    assert.match(told.nothing ?? '', /not trusted/);
    assert.deepEqual(told.requests, []);
    await pair.close();
  });
});
