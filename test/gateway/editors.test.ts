import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeAction } from 'vscode-languageserver';
import type { EndpointSnapshot } from '../../server/src/protocol/snapshot.ts';
import { ROOT } from '../../tools/root.ts';
import { StdioServer } from '../../tools/servers/stdioServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { Editor } from '../integration/clients/editor.ts';
import { neovim } from '../integration/clients/editors.ts';
import { hashOf } from '../support/gatewayConfigs.ts';
import { ScriptedUpstream } from '../support/scriptedUpstream.ts';
import { GatewayProcess } from './ground/gatewayProcess.ts';

const LINE = 'const total = orders.reduce((sum, item) => sum + ';
const ANSWER = 'item.price, 0);';
const KEYS = ['ann', 'bert', 'spent', 'stranger'] as const;
type Name = (typeof KEYS)[number];
const variable = (name: Name) => `AURELIS_GATEWAY_KEY_OF_${name.toUpperCase()}`;
const keyOf = (name: Name, more: object) => ({
  name,
  hash: hashOf(`ak-${name}`),
  cacheScope: 'team',
  team: 'web',
  ...more,
});

/** Of the usual endpoint, and whether servers are asked what they are. */
interface Changes {
  readonly warming?: boolean;
  readonly url?: string;
  readonly apiKeyEnv?: string | undefined;
}

/** An editor's server whose only endpoint is the gateway. */
interface Developer {
  readonly server: StdioServer;
  readonly told: string[];
  readonly complete: (text?: string) => Promise<string | undefined>;
  readonly endpoint: () => Promise<EndpointSnapshot>;
}

describe('an editor behind a gateway', function () {
  this.timeout(60_000);
  let folder: string;
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;
  const servers: StdioServer[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-developers-'));
    for (const name of KEYS) process.env[variable(name)] = `ak-${name}`;
    upstream = await new ScriptedUpstream(() => ({
      chunks: ['item.price', ', 0);'],
      usage: { prompt_tokens: 40, completion_tokens: 8 },
    })).start();
    const { url } = upstream;
    const price = { input: 1, output: 2 };
    gateway = await GatewayProcess.begin(
      {
        workers: { max: 1 },
        endpoints: [
          { id: 'behind', provider: 'openai', url, model: 'talker', roles: ['action'], price },
          {
            id: 'coder-behind',
            provider: 'vllm',
            url,
            model: 'qwen2.5-coder',
            roles: ['completion'],
            limits: { inputTokens: 4_000 },
            price,
          },
        ],
        keys: [
          keyOf('ann', { requestsPerMinute: 50, tokensPerDay: 100_000, moneyPerMonth: 5 }),
          keyOf('bert', { requestsPerDay: 900 }),
          keyOf('spent', { requestsPerDay: 1 }),
        ],
      },
      {},
    );
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.stop();
    for (const name of KEYS) delete process.env[variable(name)];
    await gateway.stop();
    await upstream.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const developer = async (
    name: Name,
    { warming = true, ...more }: Changes = {},
  ): Promise<Developer> => {
    const told: string[] = [];
    const endpoint = { id: 'team', provider: 'aurelis', apiKeyEnv: variable(name) };
    const server = await StdioServer.start({
      script: join(ROOT, 'dist/server.js'),
      storagePath: join(folder, `${name}-${Date.now()}`),
      settings: {
        completion: { debounceMs: 0, speculate: false },
        warming: { enable: warming },
        endpoints: [{ ...endpoint, url: gateway.url, price: { input: 1, output: 2 }, ...more }],
      },
      custom: [],
      onMessage: (message) => told.push(message),
    });
    servers.push(server);
    let files = 0;
    const complete = async (text = LINE) => {
      const uri = `file:///${name}-${++files}.ts`;
      await server.open(uri, 'typescript', text);
      const item = await server.complete(uri, { line: 0, character: text.length }, true);
      return item === undefined ? undefined : String(item.insertText);
    };
    return {
      server,
      told,
      complete,
      endpoint: async () => (await server.metrics()).endpoints[0] as EndpointSnapshot,
    };
  };
  const announced = async ({ endpoint }: Developer) => {
    await waitFor('the announcement', async () => (await endpoint()).gateway !== undefined, 10_000);
    return (await endpoint()).gateway;
  };

  it('completes with no model named, and the second of a team has it from the gateway for nothing', async () => {
    const ann = await developer('ann');
    assert.equal(await ann.complete(), ANSWER);
    const asked = upstream.received.find(({ body }) => body !== undefined);
    assert.deepEqual([asked?.path, asked?.body.model], ['/v1/completions', 'qwen2.5-coder']);
    assert.match(String(asked?.body.prompt), /<\|fim_prefix\|>const total/);
    const first = await ann.server.metrics();
    assert.ok((first.savings.spent ?? 0) > 0);

    const calls = upstream.received.length;
    const bert = await developer('bert');
    assert.equal(await bert.complete(), ANSWER);
    assert.equal(upstream.received.length, calls, 'no call at the model server');
    const second = await bert.server.metrics();
    const { gateway: seen } = second.endpoints[0] as EndpointSnapshot;
    assert.deepEqual([seen?.answers, seen?.fromCache], [1, 1]);
    assert.equal(second.savings.spent, 0);
    assert.deepEqual([second.upstream.tokensIn, second.upstream.tokensOut], [0, 0]);
    assert.deepEqual([ann.told, bert.told], [[], []]);
  });

  it('sees its own models and limits, and what is left of them after each answer', async () => {
    const ann = await developer('ann');
    await ann.complete('let a = 1; let b = a + ');
    const seen = await announced(ann);
    assert.deepEqual(seen?.models, [
      { name: 'talker', fills: false, chats: true },
      { name: 'qwen2.5-coder', inputTokens: 4_000, fills: true, chats: false },
    ]);
    const [requests, tokens, money, ...others] = seen?.limits ?? [];
    assert.deepEqual([requests?.limit, tokens?.limit, money?.limit], [50, 100_000, 5]);
    assert.deepEqual(others, []);
    const left = (seen?.limits ?? [])[0]?.remaining ?? 0;
    assert.ok(left < 50);
    await ann.complete('let c = 1; let d = c + ');
    const { gateway: then } = await ann.endpoint();
    assert.equal(then?.limits[0]?.remaining, left - 1);
  });

  it('is told nothing of other keys, or of what is behind the gateway', async () => {
    const response = await fetch(`${gateway.url}/models`, {
      headers: { authorization: 'Bearer ak-bert' },
    });
    const text = await response.text();
    const { aurelis } = JSON.parse(text);
    assert.deepEqual(
      aurelis.limits.map(({ of, per, limit }: Record<string, unknown>) => [of, per, limit]),
      [['requests', 'day', 900]],
    );
    for (const hidden of ['ann', 'spent', 'behind', upstream.url, '100000', 'sha256'])
      assert.equal(text.includes(hidden), false, hidden);
  });

  it('has code changed by the first model that chats', async () => {
    const fixed = 'function twice(value) {\n  return value * 2;\n}';
    upstream.plan = () => ({ chunks: [`\`\`\`js\n${fixed}\n\`\`\``] });
    const endpoint = { id: 'team', provider: 'aurelis', apiKeyEnv: variable('ann') };
    const endpoints = [{ ...endpoint, url: gateway.url }];
    const text = `${fixed.replace('value *', 'valu *')}\n`;
    const editor = await Editor.open(neovim, { endpoints }, text);
    const [action] = await editor.actionsOn(1);
    await editor.choose(action as CodeAction);
    await waitFor('the fix', () => editor.text.includes(fixed), 30_000);
    await editor.close();
    editor.dispose();
    const asked = upstream.received.find(({ body }) => body !== undefined);
    assert.deepEqual([asked?.path, asked?.body.model], ['/v1/chat/completions', 'talker']);
  });

  it('completes by chat where the model behind does not fill in the middle, without being told before', async () => {
    const { url } = upstream;
    const deaf = { id: 'deaf', provider: 'llamacpp', url, model: 'mine' };
    const open = await GatewayProcess.begin({ workers: { max: 1 }, endpoints: [deaf] }, {});
    const own = await developer('ann', { url: open.url, apiKeyEnv: undefined, warming: false });
    assert.equal(await own.complete(), ANSWER);
    const paths = upstream.received.map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => path.startsWith('/v1/c')),
      ['/v1/chat/completions'],
    );
    assert.deepEqual(own.told, []);
    await own.server.stop();
    servers.splice(0);
    await open.stop();
  });

  it('says that a spent key is at its limit, and until when', async () => {
    const spent = await developer('spent');
    assert.equal(await spent.complete('first('), ANSWER);
    await spent.complete('another(');
    const { lastError, lastSentence, gateway: seen, waitMs } = await spent.endpoint();
    assert.equal(lastError, 'rateLimited');
    assert.match(lastSentence ?? '', /^Rate limit reached for the key “spent”: 1 request per day/);
    assert.ok(waitMs > 3_600_000);
    assert.deepEqual(seen?.limits, [{ of: 'requests', per: 'day', limit: 1, remaining: 0 }]);
  });

  it('says that a wrong key is refused, and what to do', async () => {
    const stranger = await developer('stranger');
    await stranger.complete();
    const { state, lastSentence, gateway: seen } = await stranger.endpoint();
    assert.deepEqual([state, seen], ['unauthorized', undefined]);
    assert.equal(
      lastSentence,
      'Incorrect API key provided. Ask whoever runs this gateway for a key.',
    );
    await waitFor('the message', () => stranger.told.length > 0, 10_000);
    assert.match(
      stranger.told.join('\n'),
      /"team" refuses the API key .* Ask whoever runs this gateway for a key\.” Set `apiKeyEnv`/,
    );
  });
});
