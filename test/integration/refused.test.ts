import { strict as assert } from 'node:assert';
import { waitFor } from '../../tools/waitFor.ts';
import { type LspPair, lspPair } from '../support/lspPair.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';

const URI = 'file:///project/a.ts';
const TEXT = 'const items = [1, 2];\nconst total = ';
const END = { line: 1, character: 14 };

describe('refused text over LSP', () => {
  let upstream: ScriptedUpstream;
  let pair: LspPair;

  const settings = () => ({
    endpoints: [{ id: 'scripted', provider: 'openai', url: upstream.url, model: 'm' }],
    completion: { debounceMs: 0 },
  });

  beforeEach(async () => {
    upstream = await new ScriptedUpstream().start();
    upstream.plan = () => ({ chunks: ['sum(items);'] });
    pair = await lspPair({ settings: settings() });
    await pair.open(URI, TEXT);
  });

  afterEach(async () => {
    await pair.close();
    await upstream.stop();
  });

  it('does not show again what the client says was dismissed', async () => {
    const item = await pair.complete(URI, END);
    const [id] = item?.command?.arguments ?? [];
    await pair.client.sendNotification('aurelis/shown', { id });
    await pair.client.sendNotification('aurelis/dismissed', { id });
    assert.equal(await pair.complete(URI, END), undefined);
    assert.ok(await pair.complete(URI, END, { invoked: true }));
    assert.equal(upstream.received.length, 1);
  });

  it('keeps in mind what was dismissed when settings change', async () => {
    const item = await pair.complete(URI, END);
    const [id] = item?.command?.arguments ?? [];
    await pair.client.sendNotification('aurelis/dismissed', { id });
    const shows = () => pair.complete(URI, END, { invoked: true });
    await pair.changeSettings({ ...settings(), completion: { enable: false } });
    await waitFor('off', async () => (await shows()) === undefined);
    await pair.changeSettings(settings());
    await waitFor('on', async () => (await shows()) !== undefined);
    await pair.client.sendNotification('textDocument/didChange', {
      textDocument: { uri: URI, version: 2 },
      contentChanges: [{ text: `${TEXT}1;\nconst other = ` }],
    });
    assert.equal(await pair.complete(URI, { line: 2, character: 14 }), undefined);
  });

  it('keeps what was dismissed, and what was taken and deleted, away on the next lines', async () => {
    const change = (version: number, text: string) =>
      pair.client.sendNotification('textDocument/didChange', {
        textDocument: { uri: URI, version },
        contentChanges: [{ text }],
      });
    const item = await pair.complete(URI, END);
    const [id] = item?.command?.arguments ?? [];
    await pair.client.sendNotification('aurelis/dismissed', { id });
    await change(2, `${TEXT}1;\nconst other = `);
    const next = { line: 2, character: 14 };
    assert.equal(await pair.complete(URI, next), undefined);
    assert.ok(await pair.complete(URI, next, { invoked: true }));
    await change(3, `${TEXT}1;\nconst other = sum(items);`);
    await change(4, `${TEXT}1;\nconst other = sum(items);\nlet a = `);
    const last = { line: 3, character: 8 };
    assert.ok(await pair.complete(URI, last), 'what he has taken is wanted');
    await change(5, `${TEXT}1;\nconst other = `);
    assert.equal(await pair.complete(URI, next), undefined);
  });
});
