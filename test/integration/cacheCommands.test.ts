import { strict as assert } from 'node:assert';
import type { CacheContentsResult } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/my%20payroll.ts';
const TEXT = 'const seededName = ';
const END = { line: 0, character: TEXT.length };

describe('what a user can do about the cache', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;
  let answer: string;

  beforeEach(async () => {
    answer = 'seededAnswer();';
    upstream = await new ScriptedUpstream(() => ({ chunks: [answer] })).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({ settings: { endpoints: [endpoint], completion: { debounceMs: 0 } } });
    await pair.open(URI, TEXT);
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const complete = async () =>
    String((await pair.complete(URI, END))?.insertText).slice(TEXT.length);
  const onDisk = () =>
    waitFor('the write', async () => (await pair.metrics()).cache.disk?.entries === 1);

  it('see what is there by tier, model and file, with ages and sizes, and no text', async () => {
    await complete();
    await onDisk();
    const { rows } = await pair.client.sendRequest<CacheContentsResult>('aurelis/cache/contents');
    assert.deepEqual(
      rows.map(({ tier, model, file, entries }) => [tier, model, file, entries]).sort(),
      [
        ['disk', 'm', 'my payroll.ts', 1],
        ['memory', 'm', 'my payroll.ts', 1],
      ],
    );
    const age = Date.now() - (rows[0]?.newest ?? 0);
    assert.ok(age >= 0 && age < 10_000, String(age));
    assert.doesNotMatch(JSON.stringify(rows), /seeded/);
  });

  it('discard the answer on screen: it is asked for anew', async () => {
    await complete();
    await onDisk();
    answer = 'better();';
    assert.equal(await complete(), 'seededAnswer();');
    assert.deepEqual(await pair.client.sendRequest('aurelis/cache/discard', { uri: URI }), {
      discarded: true,
    });
    assert.equal(await complete(), 'better();');
    assert.equal(upstream.received.length, 2);
  });

  it('are told when there is nothing to discard', async () => {
    for (const uri of [URI, 'file:///elsewhere.ts', 'nonsense']) {
      const result = await pair.client.sendRequest('aurelis/cache/discard', { uri });
      assert.deepEqual(result, { discarded: false });
    }
  });

  it('regenerate: one new call, whose answer replaces the old one in every tier', async () => {
    await complete();
    await onDisk();
    answer = 'better();';
    await pair.client.sendRequest('aurelis/regenerate', { uri: URI });
    assert.equal(await complete(), 'better();');
    assert.equal(await complete(), 'better();');
    await pair.client.sendRequest('aurelis/cache/clear', { tiers: ['memory'] });
    assert.equal(await complete(), 'better();');
    assert.equal(upstream.received.length, 2);
  });

  it('clear one tier and keep the others', async () => {
    await complete();
    await onDisk();
    const clear = (tiers: string[]) => pair.client.sendRequest('aurelis/cache/clear', { tiers });
    assert.deepEqual(await clear(['memory']), { cleared: [{ tier: 'memory', entries: 1 }] });
    await complete();
    assert.equal(upstream.received.length, 1);
    assert.deepEqual(await clear(['memory', 'disk']), {
      cleared: [
        { tier: 'memory', entries: 1 },
        { tier: 'disk', entries: 1 },
      ],
    });
    assert.deepEqual(await clear(['nonsense', 'http']), { cleared: [] });
  });

  it('find their answers again when they come back to a former key, and only then', async () => {
    await pair.metrics();
    await pair.close();
    const credentials: Record<string, string> = { scripted: 'one' };
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const settings = { endpoints: [endpoint], completion: { debounceMs: 0 } };
    pair = await lspPair({ settings, credentials });
    await pair.open(URI, TEXT);
    const calls = [];
    for (const key of ['one', 'two', 'one', 'two']) {
      credentials.scripted = key;
      await pair.client.sendNotification('aurelis/credentialChanged', { endpointId: 'scripted' });
      await complete();
      calls.push(upstream.received.length);
    }
    assert.deepEqual(calls, [1, 2, 2, 2]);
  });
});
