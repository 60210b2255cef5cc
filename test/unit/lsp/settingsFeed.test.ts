import { strict as assert } from 'node:assert';
import type { Connection } from 'vscode-languageserver';
import { crashText } from '../../../server/src/app/crashText.ts';
import { actionSupport } from '../../../server/src/lsp/actionSupport.ts';
import type { ClientFacts } from '../../../server/src/lsp/clientFacts.ts';
import { Door } from '../../../server/src/lsp/door/door.ts';
import { MAX_REPORTED, SettingsFeed } from '../../../server/src/lsp/settingsFeed.ts';
import { askingAll } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const FACTS: ClientFacts = {
  hasConfiguration: true,
  canWatchConfiguration: true,
  actions: actionSupport({}),
  custom: true,
  initialSettings: [],
  isTrusted: true,
  storagePath: undefined,
  workspaceFolders: [],
};

describe('the feed of settings', () => {
  let pair: MemoryPair;
  let sections: Record<string, unknown>;
  let feed: SettingsFeed;
  const feedFor = (facts: Partial<ClientFacts>) =>
    new SettingsFeed(pair.server, askingAll(pair.server), { ...FACTS, ...facts });
  beforeEach(() => {
    sections = { aurelis: { completion: { maxLines: 5 } } };
    pair = memoryPair({
      'workspace/configuration': ({ items }) =>
        items.map(({ section }: { section: string }) => sections[section] ?? null),
    });
    feed = feedFor({});
  });
  afterEach(() => pair.close());

  const read = async (of = feed) => (await of.read()).settings;
  const LINES = 'completion.maxLines';

  it('reads them from the client, whichever way it answers', async () => {
    const settings = { completion: { maxLines: 5 } };
    for (const answer of [
      [settings],
      settings,
      [{ aurelis: settings }],
      [{ 'completion.maxLines': 5 }],
    ]) {
      pair.answers['workspace/configuration'] = () => answer;
      assert.equal((await read())[LINES], 5);
    }
    for (const answer of [null, [null], [], [{}], {}]) {
      pair.answers['workspace/configuration'] = () => answer;
      assert.equal((await read())[LINES], 12);
    }
    assert.deepEqual(pair.messages(), []);
  });

  it('tells of a problem once, among so many that the first are forgotten', async () => {
    const told = async () => {
      await pair.heard();
      return pair.messages().length;
    };
    feed.report('first');
    for (let count = 1; count < MAX_REPORTED; count++) feed.report(`problem ${count}`);
    feed.report('first');
    assert.equal(await told(), MAX_REPORTED);
    feed.report('one more');
    feed.report('first');
    assert.equal(await told(), MAX_REPORTED + 2);
  });

  it('holds those that the client started with, which later ones can only narrow', async () => {
    const initialSettings = [{ completion: { maxLines: 3, debounceMs: 7 } }];
    assert.equal((await read(feedFor({ hasConfiguration: false, initialSettings })))[LINES], 3);
    const settings = await read(feedFor({ initialSettings }));
    assert.deepEqual([settings[LINES], settings['completion.debounceMs']], [3, 7]);
    await pair.heard();
    assert.match(
      pair.messages()[0] ?? '',
      /maxLines: the editor started Aurelis with another value/,
    );
    sections.aurelis = { completion: { maxLines: 2 } };
    assert.equal((await read(feedFor({ initialSettings })))[LINES], 2);
  });

  it('takes those that a change brings along, until the next brings others', async () => {
    sections = {};
    await feed.watch(new Door(pair.server, crashText), async () => undefined);
    const push = async (settings: unknown) => {
      await pair.client.sendNotification('workspace/didChangeConfiguration', { settings });
      await pair.heard();
      return (await read())[LINES];
    };
    assert.equal(await push({ aurelis: { completion: { maxLines: 4 } } }), 4);
    assert.equal(await push(null), 4);
    assert.equal(await push({ 'aurelis.completion.maxLines': 6 }), 6);
    assert.equal(await push({ aurelis: {} }), 12);
    await pair.client.sendNotification('workspace/didChangeConfiguration', []);
    await pair.heard();
    sections = { aurelis: { completion: { maxLines: 5 } } };
    assert.equal(await push({ completion: { maxLines: 6 } }), 5);
    const { answers } = pair;
    delete answers['workspace/configuration'];
    assert.equal((await read())[LINES], 6);
  });

  it("takes the narrower of the user's and the folder's from a client that tells them apart", async () => {
    pair.answers['aurelis/settings'] = () => ({
      user: { enable: false, 'completion.maxLines': 9 },
      folders: [{ enable: true }, { 'completion.maxLines': 4 }, { 'requests.retries': 9 }],
      languages: { go: { 'completion.enable': false } },
      isTrusted: false,
    });
    const { settings, isTrusted } = await feed.read();
    assert.deepEqual(
      [settings.enable, settings[LINES], settings['requests.retries']],
      [false, 4, 2],
    );
    assert.equal(settings['completion.languages'].go, false);
    assert.equal(isTrusted, false);
    assert.deepEqual(
      pair.requests.map(({ method }) => method),
      ['aurelis/settings'],
    );
    await feed.read();
    await pair.heard();
    assert.equal(pair.messages().length, 1);
    assert.match(pair.messages()[0] ?? '', /requests\.retries: a folder cannot set this/);
  });

  it('reads whatever such a client says, and trusts unless it says otherwise', async () => {
    for (const answer of [
      {},
      { user: 1, folders: 'x', languages: [], isTrusted: null },
      { folders: [1, null] },
    ]) {
      pair.answers['aurelis/settings'] = () => answer;
      assert.equal((await feed.read()).settings.enable, true);
    }
    pair.answers['aurelis/settings'] = () => 'nonsense';
    const { settings, isTrusted } = await feedFor({}).read();
    assert.deepEqual([settings[LINES], isTrusted], [5, true]);
    assert.equal((await feedFor({ isTrusted: false }).read()).isTrusted, false);
  });

  it('asks such a client twice, then holds on to what it said last time', async () => {
    let isBusy = true;
    pair.answers['aurelis/settings'] = () => {
      isBusy = !isBusy;
      return isBusy ? undefined : { user: { enable: false }, folders: [{ enable: true }] };
    };
    isBusy = false;
    assert.equal((await feed.read()).settings.enable, false);
    pair.answers['aurelis/settings'] = () => null;
    pair.answers['workspace/configuration'] = () => [{ enable: true }];
    assert.equal((await feed.read()).settings.enable, false);
  });

  it('goes on with the defaults, and logs it, where the client fails', async () => {
    delete pair.answers['workspace/configuration'];
    assert.equal((await read())[LINES], 12);
    await pair.heard();
    assert.deepEqual(pair.log(), ['The client does not tell its settings (aurelis)']);
  });

  it('rejects where the connection has closed', async () => {
    const sendRequest = () => Promise.reject(new Error('closed'));
    const console = { warn: () => undefined };
    const connection = { sendRequest, console } as unknown as Connection;
    await assert.rejects(
      new SettingsFeed(connection, askingAll(connection), FACTS).read(),
      /closed/,
    );
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
      proxySupport: 'off',
      proxyAuthorization: 'Basic eA==',
      noProxy: ['a', 1],
      proxyStrictSSL: false,
      systemCertificates: true,
    };
    sections.http = http;
    assert.deepEqual(await feed.readTransport(), { ...http, noProxy: ['a'] });
    sections.http = {
      proxy: 1,
      proxySupport: 1,
      noProxy: 'a',
      proxyStrictSSL: 'no',
      systemCertificates: null,
    };
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
    const door = new Door(pair.server, crashText);
    await feed.watch(door, onChange);
    const [registration] = pair.requests[0]?.params.registrations ?? [];
    assert.deepEqual(
      [registration?.method, registration?.registerOptions],
      ['workspace/didChangeConfiguration', { section: 'aurelis' }],
    );
    await feedFor({ canWatchConfiguration: false }).watch(door, onChange);
    assert.equal(pair.requests.length, 1);
    await pair.client.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await pair.heard();
    assert.equal(changes, 1);
  });
});
