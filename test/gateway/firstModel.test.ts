import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { GatewayProcess } from './ground/gatewayProcess.ts';
import { asked, read } from './ground/plainRequest.ts';

/** Two models that fill in the middle, and chat; each answers with its name. */
const [CODER, STARS] = ['qwen2.5-coder', 'starcoder2'] as const;
const answerOf = (model: string) => `${model.replaceAll(/\W/g, '')}();`;
const LINES = ['const first = ', 'const second = ', 'const third = '] as const;

describe('a gateway whose first model becomes another one', function () {
  this.timeout(60_000);
  let folder: string;
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  const servers: StdioServer[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-first-'));
    upstream = await new ScriptedUpstream(({ body }) => ({
      chunks: [answerOf(String(body?.model))],
    })).start();
    gateway = await GatewayProcess.begin(config(CODER, STARS), {});
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    await gateway.stop();
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const config = (...models: readonly string[]) => ({
    workers: { max: 1 },
    endpoints: models.map((model) => ({ id: model, provider: 'vllm', url: upstream.url, model })),
  });
  const turned = async () => {
    const times = () => gateway.told.split('The new configuration holds.').length;
    const before = times();
    gateway.change({ listen: gateway.address, ...config(STARS, CODER) });
    await waitFor('the other configuration', () => times() > before, 20_000);
  };

  const editor = async (warming: boolean, storage = 'editor') => {
    const server = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      storagePath: join(folder, storage),
      settings: {
        completion: { debounceMs: 0, speculate: false },
        warming: { enable: warming },
        endpoints: [{ id: 'team', provider: 'aurelis', url: gateway.url }],
      },
      custom: [],
    });
    servers.push(server);
    let files = 0;
    const complete = async (line: string) => {
      const uri = `file:///project/${servers.length}-${++files}.ts`;
      await server.open(uri, 'typescript', line);
      const item = await server.complete(uri, { line: 0, character: line.length }, true);
      return item === undefined ? undefined : String(item.insertText);
    };
    const requests = async () => (await server.metrics()).upstream.requests;
    const isAnnounced = async () => (await server.metrics()).endpoints[0]?.gateway !== undefined;
    return { server, complete, requests, isAnnounced };
  };

  it('has its answers kept by editors as that model’s, which an answer tells of', async () => {
    const [first, second, third] = LINES;
    const { complete, requests } = await editor(false);
    // Nobody knows which model it is before the first answer, which is not kept for that.
    for (let time = 0; time < 2; time++) assert.equal(await complete(first), answerOf(CODER));
    await complete(second);
    const before = await requests();
    assert.equal(await complete(first), answerOf(CODER));
    assert.equal(await requests(), before, 'from the cache');
    await turned();
    assert.equal(await complete(third), answerOf(STARS));
    assert.equal(await complete(first), answerOf(STARS));
    assert.equal(await complete(second), answerOf(STARS));
    assert.equal(await requests(), before + 3);
    assert.equal(await complete(first), answerOf(STARS));
    assert.equal(await requests(), before + 3, 'from the cache');
  });

  it('is not answered for by what an editor has on disk of the model before', async () => {
    const [first] = LINES;
    const begun = async () => {
      const started = await editor(true);
      await started.server.open('file:///project/open.ts', 'typescript', '');
      await waitFor('the announcement', started.isAnnounced, 10_000);
      return started;
    };
    const one = await begun();
    assert.equal(await one.complete(first), answerOf(CODER));
    await one.server.stop();
    const again = await begun();
    assert.equal(await again.complete(first), answerOf(CODER));
    assert.equal(await again.requests(), 0, 'from disk');
    await again.server.stop();
    servers.splice(0);
    await turned();
    const other = await begun();
    assert.equal(await other.complete(first), answerOf(STARS));
  });

  it('answers other tools that name none as those that name it, from the same entries', async () => {
    const ask = async (model: string) => {
      const got = await asked(gateway.url, '', { content: 'Hello', more: { model } });
      const { choices } = JSON.parse(await read(got));
      const { headers } = got;
      return [
        choices[0].message.content,
        headers['x-aurelis-model'],
        /^\w+/.exec(String(headers['x-aurelis-cache']))?.[0],
      ];
    };
    const [coder, stars] = [CODER, STARS].map(answerOf);
    assert.deepEqual(await ask('default'), [coder, CODER, 'miss']);
    assert.deepEqual(await ask(CODER), [coder, CODER, 'hit']);
    await turned();
    assert.deepEqual(await ask('default'), [stars, STARS, 'miss']);
    assert.deepEqual(await ask(STARS), [stars, STARS, 'hit']);
    assert.deepEqual(await ask(CODER), [coder, CODER, 'hit']);
  });
});
