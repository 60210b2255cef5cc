import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { providerOf } from '../../../server/src/providers/index.ts';
import { openai } from '../../../server/src/providers/openai.ts';
import { canFill, mayFill } from '../../../server/src/providers/relayedFill.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { relayRequest } from '../../support/relays.ts';

function endpointOf(setting: object): Endpoint {
  const { settings } = parseSettings({ endpoints: [{ id: 'e', url: 'http://h', ...setting }] });
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return endpoint;
}

const FILL = { prompt: 'a = ', suffix: '\nb', stop: '\n\n' };

function relayedTo(setting: object, body: object = FILL) {
  const endpoint = endpointOf(setting);
  const request = relayRequest({ operation: 'text', body: { ...body }, isStreamed: false });
  const prepared = providerOf(endpoint).prepare(request, endpoint);
  return { ...prepared, fills: canFill(endpoint, providerOf(endpoint)) };
}

describe('a request to fill in the middle that is passed on', () => {
  const suffix: [setting: object, path: string][] = [
    [{ provider: 'openai', model: 'mine' }, '/completions'],
    [{ provider: 'ollama', model: 'qwen2.5-coder' }, '/v1/completions'],
    [{ provider: 'deepseek', model: 'deepseek-chat' }, '/beta/completions'],
    [{ provider: 'openrouter', model: 'x', completionApi: 'fim' }, '/completions'],
    [{ provider: 'aurelis', model: 'x' }, '/completions'],
  ];
  for (const [setting, path] of suffix) {
    it(`goes with its suffix to ${JSON.stringify(setting)}`, () => {
      const { model } = endpointOf(setting);
      assert.deepEqual(relayedTo(setting), { path, body: { ...FILL, model }, fills: true });
    });
  }

  const prompt = '<|fim_prefix|>a = <|fim_suffix|>\nb<|fim_middle|>';
  const written: [setting: object, path: string, more: object][] = [
    [{ provider: 'vllm', model: 'qwen2.5-coder' }, '/completions', { skip_special_tokens: false }],
    [{ provider: 'lmstudio', model: 'qwen2.5-coder' }, '/completions', {}],
    [{ provider: 'llamacpp', model: 'qwen2.5-coder' }, '/v1/completions', {}],
    [{ provider: 'openai', model: 'mine', fimTemplate: 'qwen' }, '/completions', {}],
  ];
  for (const [setting, path, more] of written) {
    it(`goes as the prompt of the family to ${JSON.stringify(setting)}`, () => {
      const { body, fills, path: asked } = relayedTo(setting);
      const {
        prompt: sent,
        stop,
        suffix: none,
        model,
        ...others
      } = body as Record<string, unknown>;
      assert.deepEqual([asked, fills, none], [path, true, undefined]);
      assert.equal(model, endpointOf(setting).completionModel);
      assert.equal(String(sent).endsWith(prompt), true, String(sent));
      assert.equal((stop as string[])[0], FILL.stop);
      assert.ok((stop as string[]).length > 1);
      assert.deepEqual(others, more);
    });
  }

  const chats = [
    { provider: 'openai', model: 'x', completionApi: 'chat' },
    { provider: 'vllm', model: 'mine' },
    { provider: 'llamacpp', model: 'mine' },
    { provider: 'mistral', model: 'codestral-latest' },
    { provider: 'azure', model: 'codestral' },
  ];
  for (const setting of chats) {
    it(`is no request for ${JSON.stringify(setting)}`, () => {
      const { body, fills } = relayedTo(setting);
      assert.deepEqual(body, { ...FILL, model: setting.model });
      assert.equal(fills, false);
    });
  }

  it('is left to a server that takes a suffix, whatever the model’s name says', () => {
    const named = endpointOf({ provider: 'openai', model: 'gpt-3.5-turbo-instruct' });
    assert.deepEqual([canFill(named, openai), mayFill(named, openai)], [false, true]);
    const deaf = endpointOf({ provider: 'llamacpp', model: 'mine' });
    assert.equal(mayFill(deaf, providerOf(deaf)), false);
  });

  it('is none without a text behind the place, or with several before it', () => {
    const setting = { provider: 'vllm', model: 'qwen2.5-coder' };
    for (const body of [{ prompt: 'a' }, { prompt: 'a', suffix: null }, { ...FILL, prompt: ['a'] }])
      assert.deepEqual(relayedTo(setting, body).body, { ...body, model: 'qwen2.5-coder' });
  });
});
