import { strict as assert } from 'node:assert';
import { GatewayProcess } from '../../gateway/ground/gatewayProcess.ts';
import { hashOf } from '../../support/gatewayConfigs.ts';
import { ScriptedUpstream } from '../../support/scriptedUpstream.ts';
import { Editor } from '../editor.ts';
import { EditorSession } from '../session.ts';

const KEY = 'ak-ann';
const VARIABLE = 'AURELIS_E2E_GATEWAY_KEY';

describe('a person whose team has a gateway', () => {
  let session: EditorSession;
  let editor: Editor;
  let upstream: ScriptedUpstream;
  let gateway: GatewayProcess;

  before(async () => {
    process.env[VARIABLE] = KEY;
    upstream = await new ScriptedUpstream(() => ({ chunks: ['item.price', ', 0);'] })).start();
    const { url } = upstream;
    gateway = await GatewayProcess.begin(
      {
        workers: { max: 1 },
        endpoints: [
          { id: 'chat', provider: 'openai', url, model: 'gpt-5-mini', roles: ['action'] },
          {
            id: 'code',
            provider: 'vllm',
            url,
            model: 'qwen2.5-coder',
            roles: ['completion'],
            limits: { inputTokens: 4_000 },
            price: { input: 0.1, output: 0.3 },
          },
        ],
        keys: [
          {
            name: 'ann',
            hash: hashOf(KEY),
            requestsPerMinute: 60,
            tokensPerDay: 2_000_000,
            moneyPerMonth: 20,
          },
        ],
      },
      {},
    );
    const endpoint = { id: 'team', provider: 'aurelis', url: gateway.url, apiKeyEnv: VARIABLE };
    session = await EditorSession.start({ settings: { 'aurelis.endpoints': [endpoint] } });
    editor = new Editor(session.page);
    await session.open();
    await editor.statusItem.waitFor();
    await editor.openFile('orders.ts');
    await editor.typeAtEnd('const total = orders.reduce((sum, item) => sum + ');
    await editor.seeGhostText();
    await editor.page.keyboard.press('Tab');
    await editor.command('View: Close Primary Side Bar');
    await editor.command('Aurelis: Show Performance');
  });

  afterEach(async function () {
    await session?.witness(this.currentTest);
  });
  after(async () => {
    delete process.env[VARIABLE];
    await session?.stop();
    await gateway?.stop();
    await upstream?.stop();
  });

  const section = (title: string) =>
    editor.panel.locator('section').filter({ has: editor.panel.locator('h2', { hasText: title }) });

  it('sees the models of the gateway, and what is left for the key', async () => {
    await section('Gateways').waitFor({ timeout: 20_000 });
    await session.page.setViewportSize({ width: 1_280, height: 1_800 });
    await section('Gateways').scrollIntoViewIfNeeded();
    await editor.picture('gateway in the panel');
    const text = await section('Gateways').innerText();
    assert.match(text, /team\s+none of [1-9]\d* answers/);
    assert.match(text, /qwen2\.5-coder \(fills in the middle, requests up to 4000 tokens\)/);
    assert.match(
      await section('Endpoints').innerText(),
      /5\d of 60 requests per minute, .*k of 2000k tokens per day, .* of 20\.00 in money per month/,
    );
  });
});
