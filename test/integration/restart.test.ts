import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const seededName = ';
const END = { line: 0, character: TEXT.length };

describe('answers over a restart', () => {
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

  const withServer = async (work: (pair: LspPair) => Promise<void>, options: PairOptions = {}) => {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    // What is brought into memory ahead of need is tried in `warming.test.ts`.
    const warming = { enable: false };
    const settings = { endpoints: [endpoint], completion: { debounceMs: 0 }, warming };
    const pair = await lspPair({ settings, storagePath, ...options });
    await pair.open(URI, TEXT);
    await work(pair);
    await pair.close();
  };
  const complete = async (pair: LspPair) => {
    assert.equal((await pair.complete(URI, END))?.insertText, `${TEXT}seededAnswer();`);
  };
  const stored = (pair: LspPair) =>
    waitFor('the write', async () => (await pair.metrics()).cache.disk?.entries === 1);

  it('come from the disk, for nothing, and once more from memory', async () => {
    await withServer(async (pair) => {
      await complete(pair);
      await stored(pair);
    });
    await withServer(async (pair) => {
      await complete(pair);
      const { cache, completions } = await pair.metrics();
      assert.deepEqual([cache.disk?.hits, cache.memory.hits, completions.servedLocally], [1, 0, 1]);
      await pair.client.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
      await pair.open(URI, TEXT);
      await complete(pair);
      assert.equal((await pair.metrics()).cache.memory.hits, 1);
    });
    assert.equal(upstream.received.length, 1);
  });

  it('are not lost when the server is closed right after them', async () => {
    await withServer(complete);
    await withServer(complete);
    assert.equal(upstream.received.length, 1);
  });

  it('come from the disk in a second window that is open at the same time', async () => {
    await withServer(async (first) => {
      await complete(first);
      await stored(first);
      await withServer(complete);
    });
    assert.equal(upstream.received.length, 1);
  });

  it('hold neither question nor answer in clear', async () => {
    await withServer(async (pair) => {
      await complete(pair);
      await stored(pair);
      for (const name of readdirSync(storagePath)) {
        assert.doesNotMatch(readFileSync(join(storagePath, name), 'latin1'), /seeded/, name);
      }
    });
  });

  it('are gone after the cache was cleared', async () => {
    await withServer(async (pair) => {
      await complete(pair);
      await stored(pair);
      const result = await pair.client.sendRequest('aurelis/cache/clear', {
        tiers: ['disk', 'memory'],
      });
      assert.deepEqual(result, {
        cleared: [
          { tier: 'memory', entries: 1 },
          { tier: 'disk', entries: 1 },
        ],
      });
    });
    await withServer(complete);
    assert.equal(upstream.received.length, 2);
  });

  it('are not served to who has another secret', async () => {
    await withServer(
      async (pair) => {
        await complete(pair);
        await stored(pair);
      },
      { credentials: { 'cache.local': 'one' } },
    );
    await withServer(complete, { credentials: { 'cache.local': 'other' } });
    assert.equal(upstream.received.length, 2);
  });

  it('survive nothing where the disk tier is off', async () => {
    const endpoint = { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' };
    const settings = {
      endpoints: [endpoint],
      cache: { disk: { enable: false } },
      completion: { debounceMs: 0 },
    };
    await withServer(complete, { settings });
    assert.equal(existsSync(join(storagePath, 'answers.sqlite')), false);
  });

  it('cost one log line and no message when the file is broken', async () => {
    writeFileSync(join(storagePath, 'answers.sqlite'), 'no database at all. '.repeat(500));
    await withServer(async (pair) => {
      await complete(pair);
      await stored(pair);
      assert.deepEqual(pair.messages, []);
      assert.deepEqual(
        pair.log.filter((line) => line.includes('cache')),
        ['The disk cache could not be read and was set aside'],
      );
    });
    await withServer(complete);
    assert.equal(upstream.received.length, 1);
  });

  for (const [what, tables] of [
    ['answers', 'CREATE TABLE answers(a TEXT)'],
    ['the order of what goes first', 'CREATE TABLE queue(a TEXT); CREATE TABLE tally(b TEXT)'],
  ] as const) {
    it(`are kept in a file of their own where ${what} stand in another form`, async () => {
      const planted = new DatabaseSync(join(storagePath, 'answers.sqlite'));
      planted.exec(tables);
      planted.close();
      await withServer(async (pair) => {
        await complete(pair);
        await stored(pair);
      });
      await withServer(complete);
      assert.equal(upstream.received.length, 1);
      assert.ok(existsSync(join(storagePath, 'answers.sqlite.corrupt')));
    });
  }

  it('are given up, and suggestions go on, where no file can be written', async () => {
    const work = async (pair: LspPair) => {
      await complete(pair);
      const result = await pair.client.sendRequest('aurelis/cache/clear', {});
      assert.deepEqual(result, {
        cleared: [
          { tier: 'memory', entries: 1 },
          { tier: 'disk', entries: 0 },
        ],
      });
      await pair.client.sendNotification('aurelis/credentialChanged', { endpointId: 'scripted' });
      await complete(pair);
    };
    await withServer(work, { storagePath: '/dev/null/nowhere' });
  });
});
