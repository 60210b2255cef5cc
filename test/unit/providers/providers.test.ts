import { strict as assert } from 'node:assert';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import type { GenerationRequest } from '../../../server/src/domain/generation.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { readPart } from '../../../server/src/providers/answerParts.ts';
import { githubModels } from '../../../server/src/providers/githubModels.ts';
import { providerOf } from '../../../server/src/providers/index.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { aRequest } from '../../../tools/testing/requests.ts';

/** An endpoint as the settings make it. */
function endpointOf(setting: object): Endpoint {
  const { settings, problems } = parseSettings({ endpoints: [{ id: 'e', ...setting }] });
  assert.deepEqual(problems, []);
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return endpoint;
}

const infill: GenerationRequest = aRequest({
  input: {
    kind: 'infill',
    prefix: 'a = ',
    suffix: '\nb',
    snippets: [{ name: 'x.ts', text: 'let x;' }],
  },
});
const chat: GenerationRequest = aRequest({
  task: 'action',
  input: { kind: 'chat', system: 'Be short.', user: 'Hello' },
});

/** The members of all providers' bodies; each has some of them. */
interface Sent {
  readonly input_prefix: string;
  readonly input_suffix: string;
  readonly input_extra: readonly object[];
  readonly messages: readonly [{ readonly content: string }, { readonly content: string }];
  readonly prompt: string;
  readonly suffix: string;
  readonly raw?: boolean;
  readonly skip_special_tokens?: boolean;
  readonly options: { readonly stop: readonly string[] };
  readonly max_tokens?: number;
  readonly max_completion_tokens?: number;
  readonly temperature?: number;
}

const sent = (body: unknown): Sent => body as Sent;

const prepared = (endpoint: Endpoint, request: GenerationRequest) => {
  const { path, body } = providerOf(endpoint).prepare(request, endpoint);
  return { url: endpoint.url + path, body: sent(body) };
};

describe('providers', () => {
  const places: [name: string, setting: object, completions: string, chats: string][] = [
    [
      'OpenAI-compatible',
      { provider: 'openai', url: 'http://h/v1/', model: 'm' },
      'http://h/v1/completions',
      'http://h/v1/chat/completions',
    ],
    [
      'Azure by its bare host',
      { provider: 'azure', url: 'https://r.openai.azure.com', model: 'd' },
      'https://r.openai.azure.com/openai/v1/chat/completions',
      'https://r.openai.azure.com/openai/v1/chat/completions',
    ],
    [
      'Azure v1',
      { provider: 'azure', url: 'https://r.openai.azure.com/openai/v1', model: 'd' },
      'https://r.openai.azure.com/openai/v1/chat/completions',
      'https://r.openai.azure.com/openai/v1/chat/completions',
    ],
    [
      'Azure classic',
      { provider: 'azure', url: 'https://r.openai.azure.com/openai/deployments/d', model: 'd' },
      'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
      'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
    ],
    [
      'GitHub Models',
      { provider: 'github-models', model: 'openai/gpt-4.1' },
      'https://models.github.ai/inference/chat/completions',
      'https://models.github.ai/inference/chat/completions',
    ],
    [
      'Ollama',
      { provider: 'ollama', model: 'qwen2.5-coder:1.5b' },
      'http://127.0.0.1:11434/api/generate',
      'http://127.0.0.1:11434/v1/chat/completions',
    ],
    [
      'Ollama named with /v1',
      { provider: 'ollama', url: 'http://h:1/v1', model: 'm', completionApi: 'fim' },
      'http://h:1/v1/completions',
      'http://h:1/v1/chat/completions',
    ],
    [
      'llama.cpp',
      { provider: 'llamacpp' },
      'http://127.0.0.1:8080/infill',
      'http://127.0.0.1:8080/v1/chat/completions',
    ],
    [
      'Mistral',
      { provider: 'mistral', model: 'mistral-large-latest', completionModel: 'codestral-latest' },
      'https://api.mistral.ai/v1/fim/completions',
      'https://api.mistral.ai/v1/chat/completions',
    ],
    [
      'DeepSeek',
      { provider: 'deepseek', model: 'deepseek-chat' },
      'https://api.deepseek.com/beta/completions',
      'https://api.deepseek.com/chat/completions',
    ],
    [
      'OpenRouter',
      { provider: 'openrouter', model: 'x/y' },
      'https://openrouter.ai/api/v1/chat/completions',
      'https://openrouter.ai/api/v1/chat/completions',
    ],
    [
      'LM Studio with a model that fills in',
      { provider: 'lmstudio', model: 'qwen2.5-coder-7b' },
      'http://127.0.0.1:1234/v1/completions',
      'http://127.0.0.1:1234/v1/chat/completions',
    ],
    [
      'vLLM with one that does not',
      { provider: 'vllm', url: 'http://h:8000/v1', model: 'llama-3' },
      'http://h:8000/v1/chat/completions',
      'http://h:8000/v1/chat/completions',
    ],
    [
      'the editor’s models',
      { provider: 'vscode-lm', model: 'copilot/gpt-4.1' },
      'vscode-lm:',
      'vscode-lm:',
    ],
  ];
  for (const [name, setting, completions, chats] of places) {
    it(`finds the way to ${name}`, () => {
      const endpoint = endpointOf(setting);
      assert.equal(prepared(endpoint, infill).url, completions);
      const asked = prepared(endpoint, chat);
      assert.equal(asked.url, chats);
      assert.deepEqual(asked.body.messages, [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Hello' },
      ]);
    });
  }

  it('gives llama.cpp the parts of the prompt, which it puts together', () => {
    const { body } = prepared(endpointOf({ provider: 'llamacpp' }), infill);
    assert.deepEqual([body.input_prefix, body.prompt], ['', 'a = ']);
    assert.equal(body.input_suffix, '\nb');
    assert.deepEqual(body.input_extra, [{ filename: 'x.ts', text: 'let x;' }]);
  });

  it('gives llama.cpp no more than it keeps, so that all but the line of the cursor stays the same', () => {
    const lines = Array.from({ length: 400 }, (_, index) => `line ${index};\n`).join('');
    const partsAt = (prefix: string) => {
      const input = { kind: 'infill', prefix, suffix: '' } as const;
      const { body } = prepared(endpointOf({ provider: 'llamacpp' }), aRequest({ input }));
      return [String(body.input_prefix), String(body.prompt)] as const;
    };
    const [one, next] = [partsAt(`${lines}a`), partsAt(`${lines}a = b`)];
    assert.equal(one[0], next[0]);
    assert.deepEqual([one[1], next[1]], ['a', 'a = b']);
    assert.ok(lines.endsWith(one[0]) && one[0].length <= 4_000 && one[0].length > 1_900);
    const [before, line] = partsAt('x'.repeat(2_000));
    assert.ok(before.length + line.length === 2_000 && line.length <= 800);
  });

  it('writes the prompt for Ollama where the family is known, and leaves it the suffix where not', () => {
    const known = prepared(endpointOf({ provider: 'ollama', model: 'qwen2.5-coder' }), infill).body;
    assert.equal(known.raw, true);
    assert.match(known.prompt, /<\|fim_prefix\|>a = <\|fim_suffix\|>\nb<\|fim_middle\|>$/);
    assert.ok(known.options.stop.includes('<|fim_pad|>'));
    const other = prepared(endpointOf({ provider: 'ollama', model: 'own-model' }), infill).body;
    assert.deepEqual([other.prompt, other.suffix], ['// From x.ts:\n// let x;\na = ', '\nb']);
    assert.equal(other.raw, undefined);
  });

  it('lets vLLM show the tokens at which an answer is over', () => {
    const vllm = { provider: 'vllm', url: 'http://h/v1' };
    const { body } = prepared(endpointOf({ ...vllm, model: 'starcoder2:3b' }), infill);
    assert.equal(body.skip_special_tokens, false);
    const asked = prepared(endpointOf({ ...vllm, model: 'llama3.1' }), infill).body;
    assert.equal('skip_special_tokens' in asked, false);
  });

  it('asks models that are known to have no form of their own in a chat', () => {
    const path = (setting: object) => new URL(prepared(endpointOf(setting), infill).url).pathname;
    const openai = { provider: 'openai', url: 'https://h/v1' };
    assert.equal(path({ ...openai, model: 'gpt-4.1' }), '/v1/chat/completions');
    assert.equal(path({ ...openai, model: 'own-model' }), '/v1/completions');
    assert.equal(path({ provider: 'ollama', model: 'gemma3:4b' }), '/v1/chat/completions');
    assert.equal(path({ provider: 'mistral', model: 'codestral-2508' }), '/v1/fim/completions');
    assert.equal(path({ provider: 'mistral', model: 'codestral-embed' }), '/v1/chat/completions');
  });

  it('leaves out what Mistral refuses, and what reasoning models do', () => {
    const codestral = endpointOf({ provider: 'mistral', model: 'codestral-latest' });
    assert.equal('stream_options' in prepared(codestral, infill).body, false);
    const reasoning = endpointOf({ provider: 'azure', url: 'https://r', model: 'gpt-5-mini' });
    const { body } = prepared(reasoning, chat);
    assert.deepEqual([body.max_tokens, body.temperature], [undefined, undefined]);
    assert.equal(body.max_completion_tokens, chat.maxOutputTokens);
  });

  it('shows a key in the way that each expects', () => {
    const of = (setting: object, key: string | undefined) => {
      const endpoint = endpointOf(setting);
      return providerOf(endpoint).headers(endpoint, key);
    };
    const azure = { provider: 'azure', url: 'https://r', model: 'd' };
    assert.equal(of(azure, '0123abcd')['api-key'], '0123abcd');
    assert.equal(of(azure, '0123abcd').authorization, undefined);
    assert.equal(of(azure, 'ey.ab.cd').authorization, 'Bearer ey.ab.cd');
    assert.equal(of({ provider: 'deepseek', model: 'm' }, 'k').authorization, 'Bearer k');
    assert.equal(of({ provider: 'ollama', model: 'm' }, undefined).authorization, undefined);
    const own = { provider: 'github-models', model: 'm', headers: { 'x-github-api-version': '1' } };
    assert.equal(of(own, 'k')['x-github-api-version'], '1');
  });

  it('reads the lines of Ollama and llama.cpp', () => {
    assert.deepEqual(readPart({ response: 'a', done: false }), { text: 'a' });
    assert.deepEqual(
      readPart({ done: true, done_reason: 'stop', prompt_eval_count: 3, eval_count: 2 }),
      { finish: 'stop', usage: { inputTokens: 3, outputTokens: 2 } },
    );
    assert.deepEqual(readPart({ done: true, done_reason: 'length' }), { finish: 'length' });
    assert.deepEqual(readPart({ error: 'no such model' }), {
      refusal: { error: 'no such model' },
    });
    assert.deepEqual(readPart({ content: 'a', stop: false }), { text: 'a' });
    assert.deepEqual(readPart({ content: '', stop: true, stop_type: 'limit' }), {
      finish: 'length',
    });
    assert.deepEqual(
      readPart({ content: '', stop: true, tokens_evaluated: 9, tokens_predicted: 1 }),
      { finish: 'stop', usage: { inputTokens: 9, outputTokens: 1 } },
    );
  });

  it('passes over what a model thinks', () => {
    const delta = { reasoning_content: 'hm', content: null };
    assert.deepEqual(readPart({ choices: [{ delta, finish_reason: null }] }), { hasThought: true });
  });

  it('knows that GitHub Models is gone, in each of the forms in which it says so', () => {
    const now = Date.parse('2026-11-25T00:00:00Z');
    const kind = (status: number, headers: Record<string, string>, body = '') =>
      githubModels.kindOf?.({ status, headers, body }, now);
    assert.equal(kind(403, { sunset: 'Thu, 30 Jul 2026 00:00:00 GMT' }), 'retired');
    const code = '{"error":{"code":"github_models_retirement_brownout"}}';
    assert.equal(kind(403, {}, code), 'retired');
    assert.equal(kind(403, {}), undefined);
    assert.equal(kind(403, { sunset: 'Thu, 30 Jul 2099 00:00:00 GMT' }), undefined);
  });

  it('refuses an endpoint whose provider is none', () => {
    assert.throws(() => providerOf({ provider: 'nobody' }), /"nobody" is no provider/);
  });
});
