import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../server/src/base/clock.ts';
import { UsageHistory } from '../../server/src/warming/usageHistory.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///secretProject/seededFile.ts';
const TEXT = 'const seededName = ';
const END = { line: 0, character: TEXT.length };

describe('warming', () => {
  let upstream: ScriptedUpstream;
  let storagePath: string;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream(() => ({ chunks: ['seededAnswer();'] })).start();
    storagePath = mkdtempSync(join(tmpdir(), 'aurelis-storage-'));
  });
  afterEach(async () => {
    await upstream.stop();
    rmSync(storagePath, { recursive: true });
  });

  const settings = (enable = true) => ({
    endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }],
    completion: { debounceMs: 60_000 },
    warming: { enable },
  });
  const withServer = async (work: (pair: LspPair) => Promise<void>, enable = true) => {
    const pair = await lspPair({ settings: settings(enable), storagePath });
    await work(pair);
    await pair.close();
  };
  /** Asked by hand, as nobody waits out such a debounce. */
  const ask = async (pair: LspPair, invoked = true) => {
    await pair.open(URI, TEXT);
    const item = await pair.complete(URI, END, { invoked });
    assert.equal(item?.insertText, `${TEXT}seededAnswer();`);
    await waitFor('the write', async () => (await pair.metrics()).cache.disk?.entries === 1);
  };
  const usage = () => existsSync(join(storagePath, 'usage.sqlite'));

  it('has a second start answer from memory, at once, and counts that as a hit of memory', async () => {
    await withServer(ask);
    await withServer(async (pair) => {
      await pair.open(URI, TEXT);
      await waitFor('the promotion', async () => {
        const { warming } = await pair.metrics();
        return warming.rows.some(({ cause, warmed }) => cause === 'opened' && warmed === 1);
      });
      const before = await pair.metrics();
      assert.deepEqual([before.cache.disk?.hits, before.cache.disk?.misses], [0, 0]);
      assert.deepEqual([before.upstream.requests, before.completions.requested], [0, 0]);
      // Not by hand: the wait is a minute.
      assert.equal((await pair.complete(URI, END))?.insertText, `${TEXT}seededAnswer();`);
      const { cache, completions, warming } = await pair.metrics();
      assert.deepEqual([cache.memory.hits, cache.disk?.hits], [1, 0]);
      assert.equal(completions.servedLocally, 1);
      assert.deepEqual(warming.rows, [{ cause: 'opened', warmed: 1, used: 1, unused: 0 }]);
      assert.deepEqual([warming.state, warming.calls], ['on', 0]);
    });
    assert.equal(upstream.received.length, 1);
  });

  it('keeps nothing of a path or a text in its file', async () => {
    await withServer(ask);
    assert.ok(usage());
    for (const name of readdirSync(storagePath)) {
      if (!name.startsWith('usage')) continue;
      const bytes = readFileSync(join(storagePath, name), 'latin1');
      assert.doesNotMatch(bytes, /seeded|secretProject|file:|\.ts/i, name);
    }
  });

  it('forgets in a window that stays open, too, what another one forgets', async () => {
    const history = new UsageHistory(storagePath, systemClock);
    history.judge({ at: Date.now(), reason: 'unused', precision: 0.1 });
    history.dispose();
    await withServer(async (other) => {
      const state = async () => (await other.metrics()).warming.state;
      assert.equal(await state(), 'stopped');
      await withServer(async (pair) => {
        await pair.client.sendRequest('aurelis/warming', { do: 'forget' });
      });
      await ask(other);
      await waitFor('the news', async () => (await state()) === 'on');
    });
  });

  it('keeps nothing at all where it is off, and deletes what was kept', async () => {
    await withServer(ask, false);
    await withServer(async (pair) => {
      await ask(pair);
      assert.equal((await pair.metrics()).warming.state, 'on');
      await pair.changeSettings(settings(false));
      await waitFor('off', async () => (await pair.metrics()).warming.state === 'off');
    });
    await withServer(async (pair) => {
      await pair.open(URI, TEXT);
      assert.deepEqual((await pair.metrics()).warming.rows, []);
    });
  });

  for (const [name, forget] of [
    ['forgets all by command', ['aurelis/warming', { do: 'forget' }]],
    ['forgets all when the cache is cleared', ['aurelis/cache/clear', {}]],
  ] as const) {
    it(name, async () => {
      await withServer(async (pair) => {
        await ask(pair);
        await pair.client.sendRequest(forget[0], forget[1]);
      });
      await withServer(async (pair) => {
        await ask(pair);
        assert.deepEqual((await pair.metrics()).warming.rows, []);
      });
    });
  }
});
