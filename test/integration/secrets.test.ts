import { strict as assert } from 'node:assert';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const KEY = 'sk-seeded-key-4711';
const CODE = 'seededIdentifierInCode';
const ANSWER = 'seededIdentifierInAnswer';
const PATH = 'seededFolder/seededFile.ts';

describe('what must not be told', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  it('is in no log line, message or metric, whether requests succeed or fail', async () => {
    const statuses = [200, 500, 429, 400, 401];
    upstream = await new ScriptedUpstream((_, index) => ({
      status: statuses[index] ?? 200,
      chunks: [`${ANSWER};`],
    })).start();
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    pair = await lspPair({
      settings: { endpoints: [endpoint], completion: { debounceMs: 0 } },
      credentials: { scripted: KEY },
    });
    for (const [index] of statuses.entries()) {
      const uri = `file:///${index}/${PATH}`;
      await pair.open(uri, `const ${CODE}${index} = `);
      await pair.complete(uri, { line: 0, character: 99 });
    }
    const told = JSON.stringify([
      pair.log,
      pair.messages,
      pair.notifications,
      await pair.metrics(),
      await pair.client.sendRequest('aurelis/history', { range: '1h' }),
      await pair.client.sendRequest('aurelis/report', { range: '24h' }),
      await pair.client.sendRequest('aurelis/exposition'),
    ]);
    assert.ok(upstream.received.length >= 3, String(upstream.received.length));
    assert.ok(JSON.stringify(upstream.received[0]?.body).includes(CODE));
    for (const secret of [KEY, CODE, ANSWER, 'seededFolder', 'seededFile']) {
      assert.ok(!told.includes(secret), `${secret} in ${told}`);
    }
  });
});
