import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from 'vscode-languageserver';
import { ClientRequests } from '../../../server/src/lsp/door/clientRequests.ts';
import { LocalServers } from '../../../server/src/lsp/localServers.ts';
import { AskedOnce } from '../../../server/src/storage/askedOnce.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { askingAll } from '../../support/askingAll.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

const server = (id: string, model?: string) => ({
  label: id.toUpperCase(),
  endpoint: {
    id,
    provider: id,
    url: 'http://127.0.0.1:1',
    ...(model === undefined ? {} : { model }),
  },
});
const FOUND = [server('ollama', 'qwen'), server('llamacpp')];

describe('model servers of this machine', () => {
  let folder: string;
  let pair: MemoryPair;
  let servers: LocalServers;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-servers-'));
    pair = memoryPair();
    const asked = new AskedOnce(join(folder, 'asked.json'));
    servers = new LocalServers(pair.server, askingAll(pair.server), async () => FOUND, asked);
  });
  afterEach(() => {
    pair.close();
    rmSync(folder, { recursive: true });
  });
  const press = (title: string) => {
    pair.answers['window/showMessageRequest'] = () => ({ title });
  };
  const used = async () => {
    await pair.heard();
    return pair.notifications.map(({ params }) => params.endpoint.id);
  };

  it('are offered one after the other until one is wanted', async () => {
    await servers.offer();
    assert.deepEqual(
      pair.messages().map((message) => message.slice(0, 48)),
      [
        'Aurelis: OLLAMA runs on this machine, with “qwen',
        'Aurelis: LLAMACPP runs on this machine. Use it f',
      ],
    );
    assert.deepEqual(await used(), []);
    press('Use It');
    await servers.offer();
    assert.equal(pair.messages().length, 3);
    assert.deepEqual(await used(), ['ollama']);
  });

  it('are told of with a blank before what they want: an API key', async () => {
    const found = [{ ...server('vllm'), wantsKey: true as const }];
    const asked = new AskedOnce(join(folder, 'asked.json'));
    const silent = new ClientRequests(pair.server, new FakeClock(), () => new Set());
    for (const client of [askingAll(pair.server), silent]) {
      await new LocalServers(pair.server, client, async () => found, asked).offer();
    }
    await pair.heard();
    const [offered, told] = pair.messages();
    assert.match(offered ?? '', / before you agree\. It wants an API key: /);
    assert.match(told ?? '', / before\. It wants an API key: /);
  });

  it('are told of once, with the setting, where the client cannot add them', async () => {
    const plain = new ClientRequests(pair.server, new FakeClock(), () => new Set());
    const asked = new AskedOnce(join(folder, 'asked.json'));
    const own = new LocalServers(pair.server, plain, async () => FOUND, asked);
    await own.offer();
    await own.offer();
    await pair.heard();
    assert.deepEqual(pair.requests, []);
    const [first, ...others] = pair.messages();
    const setting = '{"id":"ollama","provider":"ollama","url":"http://127.0.0.1:1","model":"qwen"}';
    assert.ok(first?.includes(`put ${setting} into`), first);
    assert.equal(others.length, 1);
  });

  it('are looked for once at a time, whoever asks', async () => {
    let searches = 0;
    const { promise, resolve } = Promise.withResolvers<typeof FOUND>();
    const find = () => {
      searches++;
      return promise;
    };
    const asked = new AskedOnce(join(folder, 'asked.json'));
    const own = new LocalServers(pair.server, askingAll(pair.server), find, asked);
    const all = Array.from({ length: 1_000 }, () => own.look());
    resolve([]);
    assert.deepEqual(new Set(await Promise.all(all)), new Set([0]));
    assert.equal(searches, 1);
    await own.look();
    assert.equal(searches, 2);
  });

  it('are offered no more after "Never", unless they are looked for', async () => {
    press('Never');
    await servers.offer();
    await servers.offer();
    assert.equal(pair.messages().length, 2);
    press('Use It');
    assert.equal(await servers.look(), 2);
    assert.equal(pair.messages().length, 3);
    assert.deepEqual(await used(), ['ollama']);
  });

  it('are offered again after "Not Now"', async () => {
    press('Not Now');
    await servers.offer();
    await servers.offer();
    assert.equal(pair.messages().length, 4);
  });

  it('are not offered further once the connection has closed', async () => {
    let questions = 0;
    const sendRequest = async () => {
      questions++;
      throw new Error('closed');
    };
    const connection = { sendRequest } as unknown as Connection;
    const asked = new AskedOnce(join(folder, 'asked.json'));
    await new LocalServers(connection, askingAll(connection), async () => FOUND, asked).offer();
    assert.equal(questions, 1);
  });
});
