import { strict as assert } from 'node:assert';
import { CancellationTokenSource } from 'vscode-languageserver';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair, type PairOptions } from '../support/lspPair.ts';
import { type Plan, ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const items = [1, 2];\nconst total = ';
const END = { line: 1, character: 14 };

describe('inline completion over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  const start = async (plan: Plan | ((index: number) => Plan), options: PairOptions = {}) => {
    upstream.plan = (_, index) => (typeof plan === 'function' ? plan(index) : plan);
    pair = await lspPair({
      settings: {
        endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }],
        completion: { debounceMs: 0 },
      },
      ...options,
    });
    await pair.open(URI, TEXT);
  };

  it('answers from the model, with the line as range', async () => {
    await start({ chunks: ['sum(', 'items);'] });
    const item = await pair.complete(URI, END);
    assert.equal(item?.insertText, 'const total = sum(items);');
    assert.deepEqual(item?.range, { start: { line: 1, character: 0 }, end: END });
    assert.deepEqual(upstream.received[0]?.path, '/v1/completions');
    assert.equal(upstream.received[0]?.body.prompt, TEXT);
  });

  it('costs one call when the same completion is asked twice', async () => {
    await start({ chunks: ['sum(items);'] });
    const first = await pair.complete(URI, END);
    const second = await pair.complete(URI, END);
    assert.deepEqual(second, first);
    assert.equal(upstream.received.length, 1);
  });

  it('answers from the cache after the document was closed and opened again', async () => {
    await start({ chunks: ['sum(items);'] });
    await pair.complete(URI, END);
    await pair.client.sendNotification('textDocument/didClose', { textDocument: { uri: URI } });
    await pair.open(URI, TEXT);
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = sum(items);');
    assert.equal(upstream.received.length, 1);
    const { cache, upstream: counts } = await pair.metrics();
    assert.equal(cache.memory.hits, 1);
    assert.equal(counts.saved, 1);
  });

  it('costs one call when two ask at the same moment', async () => {
    await start({ chunks: ['sum(items);'], headDelayMs: 50 });
    await pair.open('file:///project/b.ts', TEXT);
    const both = await Promise.all([
      pair.complete(URI, END),
      pair.complete('file:///project/b.ts', END),
    ]);
    assert.deepEqual(
      both.map((item) => item?.insertText),
      ['const total = sum(items);', 'const total = sum(items);'],
    );
    assert.equal(upstream.received.length, 1);
    assert.equal((await pair.metrics()).completions.fromInFlight, 1);
  });

  it('closes the socket when everybody has cancelled, and counts no error', async () => {
    await start({ chunks: ['sum('], end: 'hang' });
    const source = new CancellationTokenSource();
    const asked = pair.complete(URI, END, { token: source.token });
    await waitFor('the call', () => upstream.received.length === 1);
    source.cancel();
    assert.equal(await asked, undefined);
    await upstream.received[0]?.closed;
    assert.equal(upstream.received[0]?.aborted, true);
    const { upstream: counts } = await pair.metrics();
    assert.deepEqual([counts.cancelled, counts.errors], [1, 0]);
  });

  it('keeps the suggestion while it is typed into, without a call', async () => {
    await start({ chunks: ['sum(items);'] });
    await pair.complete(URI, END);
    await pair.change(URI, 2, `${TEXT}sum`);
    const item = await pair.complete(URI, { line: 1, character: 17 });
    assert.equal(item?.insertText, 'const total = sum(items);');
    assert.equal(upstream.received.length, 1);
    assert.equal((await pair.metrics()).completions.fromTrie, 1);
  });

  it('sends the key that the client keeps', async () => {
    await start({ chunks: ['1'] }, { credentials: { scripted: 'k-1' } });
    await pair.complete(URI, END);
    assert.equal(upstream.received[0]?.headers.authorization, 'Bearer k-1');
  });

  it('reads the environment where the client keeps no keys', async () => {
    await start(
      { chunks: ['1'] },
      {
        environment: { SCRIPTED_KEY: 'k-2' },
        settings: {
          endpoints: [
            {
              id: 'scripted',
              provider: 'openai',
              url: upstream.url,
              model: 'm',
              apiKeyEnv: 'SCRIPTED_KEY',
            },
          ],
          completion: { debounceMs: 0 },
        },
      },
    );
    await pair.complete(URI, END);
    assert.equal(upstream.received[0]?.headers.authorization, 'Bearer k-2');
  });

  it('says once that a key is refused, and leads to where it is set', async () => {
    await start({ status: 401 }, { press: 'Set API Key' });
    await pair.complete(URI, END);
    await pair.complete(URI, END);
    await waitFor('the way to the key', () =>
      pair.notifications.some(({ method }) => method === 'aurelis/editCredential'),
    );
    assert.equal(upstream.received.length, 1);
    assert.equal(pair.messages.length, 1);
    assert.match(pair.messages[0] ?? '', /"scripted" refuses the API key/);
  });

  it('asks again after a new key was set', async () => {
    await start((index) => (index === 0 ? { status: 401 } : { chunks: ['1;'] }));
    await pair.complete(URI, END);
    await pair.client.sendNotification('aurelis/credentialChanged', { endpointId: 'scripted' });
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = 1;');
  });

  it('lets the workspace endpoint answer while no endpoint can be reached, without a message', async () => {
    await start({}, { predict: () => ({ text: 'items.length;', confidence: 0.9 }) });
    await upstream.stop();
    const item = await pair.complete(URI, END);
    assert.equal(item?.insertText, 'const total = items.length;');
    assert.deepEqual(pair.messages, []);
    const { endpoints, completions } = await pair.metrics();
    assert.equal(endpoints[0]?.lastError, 'unreachable');
    assert.equal(completions.fromWorkspace, 1);
    upstream = await new ScriptedUpstream().start();
  });

  const junk: Record<string, { plan: Plan; shows: string | undefined }> = {
    'text, then a break': { plan: { chunks: ['sum(items)'], end: 'reset' }, shows: 'sum(items)' },
    'no text, then a break': { plan: { chunks: [], end: 'reset' }, shows: undefined },
    'something that is not JSON': { plan: { raw: ['data: <html>\n\n'] }, shows: undefined },
    'text, then something that is not JSON': {
      plan: { raw: ['data: {"choices":[{"text":"sum(items)"}]}\n\n', 'data: {"cho\n\n'] },
      shows: 'sum(items)',
    },
    'an error inside HTTP 200': {
      plan: { raw: ['data: {"error":{"message":"overloaded"}}\n\n'] },
      shows: undefined,
    },
    'an empty body': { plan: { raw: [] }, shows: undefined },
    'a web page': { plan: { raw: ['<html>oops</html>'] }, shows: undefined },
  };
  for (const [name, { plan, shows }] of Object.entries(junk)) {
    it(`shows clean text or nothing for ${name}, and stores nothing`, async () => {
      await start(plan);
      const item = await pair.complete(URI, END);
      assert.equal(item?.insertText, shows === undefined ? undefined : `const total = ${shows}`);
      assert.equal((await pair.metrics()).cache.memory.entries, 0);
      const told = name === 'a web page' ? [/sends something that is no answer of a model/] : [];
      assert.equal(pair.messages.length, told.length);
      for (const [index, text] of told.entries()) assert.match(String(pair.messages[index]), text);
    });
  }

  it('leaves documents alone that are too big, binary, secret or virtual', async () => {
    await start({ chunks: ['1'] });
    const documents = {
      'file:///project/big.ts': `${'x'.repeat(5 * 1024 * 1024 + 1)}\n`,
      'file:///project/binary.ts': `a\0b\n`,
      'file:///project/.env': 'KEY=\n',
      'output:tasks': 'done\n',
      'git:/project/a.ts': 'const \n',
    };
    for (const [uri, text] of Object.entries(documents)) {
      await pair.open(uri, text);
      assert.equal(
        await pair.complete(uri, { line: 0, character: 4 }, { invoked: true }),
        undefined,
      );
    }
    assert.equal(upstream.received.length, 0);
    const { completions } = await pair.metrics();
    assert.deepEqual(completions.gated, { large: 1, binary: 1, secret: 1, virtual: 2 });
  });

  it('reports a wrong setting once, by name, value and what is used instead', async () => {
    const settings = {
      cache: { memory: { maxEntries: -1 } },
      completion: { debounceMs: 0 },
      endpoints: [
        { id: 'bad', provider: 'openai', url: 'ftp://x', model: 'm' },
        { id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' },
      ],
    };
    await start({ chunks: ['1;'] }, { settings });
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = 1;');
    await pair.changeSettings({ ...settings });
    await pair.metrics();
    assert.equal(pair.messages.length, 1);
    assert.match(pair.messages[0] ?? '', /aurelis\.cache\.memory\.maxEntries: -1 .*; 1000 is used/);
    assert.match(
      pair.messages[0] ?? '',
      /aurelis\.endpoints "bad": url: the value must be an http or https URL/,
    );
  });

  it('forgets nothing but what it must when settings change', async () => {
    await start({ chunks: ['sum(items);'] });
    await pair.complete(URI, END);
    await pair.changeSettings({
      endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }],
      completion: { debounceMs: 1 },
    });
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = sum(items);');
    assert.equal(upstream.received.length, 1);
  });

  it('asks again after the cache was cleared', async () => {
    await start({ chunks: ['sum(items);'] });
    await pair.complete(URI, END);
    const result = await pair.client.sendRequest('aurelis/cache/clear', {});
    assert.deepEqual(result, {
      cleared: [
        { tier: 'memory', entries: 1 },
        { tier: 'disk', entries: 1 },
      ],
    });
    await pair.complete(URI, END);
    assert.equal(upstream.received.length, 2);
  });

  it('says nothing while it is off', async () => {
    await start({ chunks: ['1'] }, { settings: { enable: false } });
    assert.equal(await pair.complete(URI, END), undefined);
    assert.equal((await pair.metrics()).enabled, false);
  });

  it('serves clients that cannot be asked for settings from what they started it with', async () => {
    await start({ chunks: ['2;'] }, { capabilities: {} });
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = 2;');
  });

  it('goes on with its defaults when the client does not tell its settings', async () => {
    const predict = () => ({ text: 'items.length;', confidence: 0.9 });
    await start({}, { failsConfiguration: true, predict });
    assert.equal((await pair.complete(URI, END))?.insertText, 'const total = items.length;');
  });

  it('counts what was accepted', async () => {
    await start({ chunks: ['sum(items);'] });
    const item = await pair.complete(URI, END);
    await pair.client.sendRequest('workspace/executeCommand', {
      command: item?.command?.command,
      arguments: item?.command?.arguments,
    });
    assert.equal((await pair.metrics()).completions.accepted, 1);
  });

  it('sends the snapshot after changes, at most once a second', async () => {
    await start({ chunks: ['sum(items);'] });
    for (let character = 0; character < 10; character++) {
      await pair.complete(URI, { line: 1, character });
    }
    const sent = pair.notifications.filter(({ method }) => method === 'aurelis/metricsChanged');
    assert.ok(sent.length <= 2, `${sent.length} sent`);
  });
});
