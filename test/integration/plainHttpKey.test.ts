import { strict as assert } from 'node:assert';
import type { ExplainResult } from '../../server/src/protocol/messages.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///folder/a.ts';
const TEXT = 'const total = ';
const END = { line: 0, character: TEXT.length };

describe('an endpoint over plain HTTP on another host', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['sum(items);'] })).start();
  });
  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  /** The scripted server by an address of this machine that is no loopback address by its name. */
  const start = async (options: PairOptions) => {
    const url = upstream.url.replace('127.0.0.1', '0.0.0.0');
    const endpoint = { id: 'there', provider: 'openai', url, model: 'm' };
    const settings = { endpoints: [endpoint], completion: { debounceMs: 0 } };
    pair = await lspPair({ settings, ...options });
    await pair.open(URI, TEXT);
  };
  const complete = () => pair.complete(URI, END, { invoked: true });

  it('is not sent its key before the user agrees, and says why', async () => {
    await start({ credentials: { there: 'sk-secret' } });
    assert.equal(await complete(), undefined);
    assert.equal(await complete(), undefined);
    assert.equal(upstream.received.length, 0);
    assert.equal(pair.messages.length, 1);
    assert.match(pair.messages[0] ?? '', /“there” is reached without encryption/);
    const [endpoint] = (await pair.metrics()).endpoints;
    assert.deepEqual([endpoint?.state, endpoint?.lastError], ['unencrypted', 'unencrypted']);
    const params = { uri: URI, line: 0 };
    const told = await pair.client.sendRequest<ExplainResult>('aurelis/explain', params);
    assert.match(told.endpoints[0]?.text ?? '', /without encryption.*it is not used/);
  });

  it('is sent it once they have agreed', async () => {
    await start({ credentials: { there: 'sk-secret' }, press: 'Send Anyway' });
    await complete();
    await waitFor(
      'the consent',
      async () => (await pair.metrics()).endpoints[0]?.state === 'closed',
    );
    assert.equal((await complete())?.insertText, `${TEXT}sum(items);`);
    assert.equal(upstream.received.length, 1);
  });

  it('is asked without a question where it has no key', async () => {
    await start({});
    assert.equal((await complete())?.insertText, `${TEXT}sum(items);`);
    assert.deepEqual(pair.messages, []);
  });
});
