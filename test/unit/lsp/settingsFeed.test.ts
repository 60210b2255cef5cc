import { strict as assert } from 'node:assert';
import type { Connection } from 'vscode-languageserver';
import type { ClientFacts } from '../../../server/src/lsp/clientFacts.ts';
import { SettingsFeed } from '../../../server/src/lsp/settingsFeed.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const FACTS: ClientFacts = {
  hasConfiguration: true,
  canWatchConfiguration: true,
  hasProgress: false,
  hasPreview: false,
  initialSettings: { completion: { maxLines: 3 } },
  storagePath: undefined,
  workspaceFolders: [],
};

describe('the feed of settings', () => {
  let pair: MemoryPair;
  let sections: Record<string, unknown>;
  let feed: SettingsFeed;
  const feedFor = (facts: Partial<ClientFacts>) =>
    new SettingsFeed(pair.server, { ...FACTS, ...facts });
  beforeEach(() => {
    sections = { aurelis: { completion: { maxLines: 5 } } };
    pair = memoryPair({
      'workspace/configuration': ({ items }) =>
        items.map(({ section }: { section: string }) => sections[section] ?? null),
    });
    feed = feedFor({});
  });
  afterEach(() => pair.close());

  it('reads them from the client; from the start of one that cannot be asked', async () => {
    assert.equal((await feed.read())['completion.maxLines'], 5);
    const settings = await feedFor({ hasConfiguration: false }).read();
    assert.equal(settings['completion.maxLines'], 3);
    assert.equal(pair.requests.length, 1);
  });

  it('goes on with the defaults, and logs it, where the client fails', async () => {
    delete pair.answers['workspace/configuration'];
    assert.equal((await feed.read())['completion.maxLines'], 12);
    await pair.heard();
    assert.deepEqual(pair.log(), ['The client does not tell its settings (aurelis)']);
  });

  it('rejects where the connection has closed', async () => {
    const workspace = { getConfiguration: () => Promise.reject(new Error('closed')) };
    const console = { warn: () => undefined };
    const connection = { workspace, console } as unknown as Connection;
    await assert.rejects(new SettingsFeed(connection, FACTS).read(), /closed/);
  });

  it('tells each problem once', async () => {
    sections.aurelis = { completion: { maxLines: 'many' } };
    await feed.read();
    await feed.read();
    feed.report('The port is taken.');
    feed.report('The port is taken.');
    await pair.heard();
    const [first, second, ...others] = pair.messages();
    assert.match(first ?? '', /aurelis\.completion\.maxLines/);
    assert.deepEqual([second, others], ['The port is taken.', []]);
  });

  it('reads the globs that the editor hides, those alone that are on', async () => {
    sections['files.exclude'] = { '**/a': true, '**/b': false, '**/c': { when: 'x' } };
    assert.deepEqual(await feed.readExcludes(), ['**/a']);
    sections['files.exclude'] = 'nonsense';
    assert.deepEqual(await feed.readExcludes(), []);
    assert.deepEqual(await feedFor({ hasConfiguration: false }).readExcludes(), []);
  });

  it("reads the editor's proxy and certificates, and passes over what is of the wrong kind", async () => {
    const http = {
      proxy: 'http://proxy',
      noProxy: ['a', 1],
      proxyStrictSSL: false,
      systemCertificates: true,
    };
    sections.http = http;
    assert.deepEqual(await feed.readTransport(), { ...http, noProxy: ['a'] });
    sections.http = { proxy: 1, noProxy: 'a', proxyStrictSSL: 'no', systemCertificates: null };
    assert.deepEqual(await feed.readTransport(), {
      proxy: undefined,
      noProxy: [],
      proxyStrictSSL: undefined,
      systemCertificates: undefined,
    });
    sections.http = null;
    assert.deepEqual(await feed.readTransport(), {});
    assert.deepEqual(await feedFor({ hasConfiguration: false }).readTransport(), {});
  });

  it('asks to be told of changes where the client can, and hears of each', async () => {
    let changes = 0;
    const onChange = async () => {
      changes++;
    };
    await pair.initialize({ workspace: { didChangeConfiguration: { dynamicRegistration: true } } });
    await feed.watch(onChange);
    const [registration] = pair.requests[0]?.params.registrations ?? [];
    assert.deepEqual(
      [registration?.method, registration?.registerOptions],
      ['workspace/didChangeConfiguration', { section: 'aurelis' }],
    );
    await feedFor({ canWatchConfiguration: false }).watch(onChange);
    assert.equal(pair.requests.length, 1);
    await pair.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await pair.heard();
    assert.equal(changes, 1);
  });
});
