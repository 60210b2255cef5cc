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

/** Files that fill in the middle; the server answers with the name of the one that it was started with. */
const [CODER, STARS] = ['qwen2.5-coder-1.5b', 'starcoder2-3b'] as const;
const answerOf = (model: string) => `${model.replaceAll(/\W/g, '')}();`;

describe('a gateway in front of a llama.cpp server whose model nobody names', function () {
  this.timeout(60_000);
  let folder: string;
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  let file: string;
  let editor: StdioServer | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-served-'));
    file = CODER;
    const headers = { 'content-type': 'application/json' };
    upstream = await new ScriptedUpstream(({ path }) =>
      path.startsWith('/props')
        ? { headers, raw: [JSON.stringify({ model_path: `/srv/anna/${file}.gguf` })] }
        : { chunks: [answerOf(file)] },
    ).start();
    const url = new URL(upstream.url).origin;
    const endpoints = [{ id: 'local', provider: 'llamacpp', url }];
    gateway = await GatewayProcess.begin({ workers: { max: 1 }, endpoints }, {});
  });
  afterEach(async () => {
    await editor?.stop();
    editor = undefined;
    await gateway.stop();
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const listed = async () => {
    const answer = await fetch(`${gateway.url}/models`);
    const text = await answer.text();
    assert.ok(!text.includes('anna'), 'no path of its machine');
    const { data } = JSON.parse(text);
    return data.map(({ id, aurelis }: { id: string; aurelis: object }) => ({ id, ...aurelis }));
  };
  /** It takes longer to start a server anew. */
  const restarted = async (other: string) => {
    file = other;
    await waitFor('the other model', async () => (await listed())[0]?.id === other, 20_000);
  };

  it('lists that under the server’s name for it, and answers by that and by `default`', async () => {
    const able = { limits: {}, fills: true, chats: true };
    assert.deepEqual(await listed(), [{ id: CODER, ...able }]);
    const ask = async (model: string) => {
      const got = await asked(gateway.url, '', { content: 'Hello', more: { model } });
      const { choices } = JSON.parse(await read(got));
      return [choices?.[0].message.content, got.headers['x-aurelis-model']];
    };
    assert.deepEqual(await ask('default'), [answerOf(CODER), CODER]);
    assert.deepEqual(await ask(CODER), [answerOf(CODER), CODER]);
    await restarted(STARS);
    assert.deepEqual(await ask('default'), [answerOf(STARS), STARS]);
  });

  it('fills in the middle for editors, which hear that another model is there', async () => {
    const server = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      storagePath: join(folder, 'editor'),
      settings: {
        completion: { debounceMs: 0, speculate: false },
        warming: { enable: false },
        endpoints: [{ id: 'team', provider: 'aurelis', url: gateway.url }],
      },
      custom: [],
    });
    editor = server;
    let files = 0;
    const complete = async (line: string) => {
      const uri = `file:///project/${++files}.ts`;
      await server.open(uri, 'typescript', line);
      const item = await server.complete(uri, { line: 0, character: line.length }, true);
      return item === undefined ? undefined : String(item.insertText);
    };
    const [first, second] = ['const first = ', 'const second = '] as const;
    const ends = (text: string | undefined, model: string) =>
      assert.ok(text?.endsWith(answerOf(model)), text);
    for (let time = 0; time < 2; time++) ends(await complete(first), CODER);
    const prompts = upstream.received.flatMap(({ body }) => body?.prompt ?? []);
    assert.match(prompts.join('\n'), /<\|fim_prefix\|>/);
    await restarted(STARS);
    ends(await complete(second), STARS);
    ends(await complete(first), STARS);
  });
});
