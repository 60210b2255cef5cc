import { strict as assert } from 'node:assert';
import type { HttpCall } from '../../../server/src/base/httpCall.ts';
import type { Endpoint } from '../../../server/src/domain/endpoint.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FormQuestions } from '../../../server/src/upstream/formQuestions.ts';
import { LearntFacts } from '../../../server/src/upstream/learntFacts.ts';
import type { RequestFacts } from '../../../server/src/upstream/requestFacts.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { requestPath } from '../../../tools/testing/requestPath.ts';
import { aContext, aRequest } from '../../../tools/testing/requests.ts';

const VLLM = { provider: 'vllm', url: 'http://127.0.0.1:8000/v1', model: 'coder' };
const OLLAMA = { provider: 'ollama', model: 'mine' };

/** An endpoint as the settings make it. */
function endpointOf(setting: object): Endpoint {
  const { settings } = parseSettings({ endpoints: [{ id: 'e', ...setting }] });
  const [endpoint] = configuredEndpoints(settings);
  assert.ok(endpoint);
  return endpoint;
}

type Answers = Readonly<Record<string, (body: Record<string, unknown>) => unknown>>;

/** A server with answers by path; it has no others. A number is a status. */
function serverOf(answers: Answers) {
  const asked: string[] = [];
  const bodies: string[] = [];
  const call: HttpCall = async ({ url, method, body = '' }) => {
    const { pathname } = new URL(url);
    asked.push(`${method} ${pathname}`);
    bodies.push(String(body));
    const answer = answers[pathname]?.(body === '' ? {} : JSON.parse(String(body))) ?? 404;
    async function* text() {
      if (typeof answer !== 'number') yield Buffer.from(JSON.stringify(answer));
    }
    return { status: typeof answer === 'number' ? answer : 200, headers: {}, body: text() };
  };
  return { call, asked, bodies };
}

function questions(setting: object, call: HttpCall, mayCarryKey = true, isPaused = () => false) {
  const clock = new FakeClock();
  const facts = new LearntFacts();
  const tools = {
    call,
    clock,
    credential: async () => 'key',
    mayCarryKey: () => mayCarryKey,
    factsOf: () => facts,
    isPaused,
  };
  return { clock, facts, forms: new FormQuestions([endpointOf(setting)], tools) };
}

async function learnt(setting: object, answers: Answers): Promise<RequestFacts> {
  const { forms, facts } = questions(setting, serverOf(answers).call);
  await forms.load();
  return facts.known;
}

const tokenizer = (mark: string) => ({
  '/v1/models': () => ({ data: [{ id: 'coder', root: '/models/weights' }] }),
  '/tokenize': ({ prompt }: Record<string, unknown>) => ({ count: prompt === mark ? 1 : 7 }),
});

describe('questions for the form of a model', () => {
  it('are put only where neither the name nor the settings tell', () => {
    const isOpen = (setting: object) => endpointOf(setting).isFormUnknown === true;
    assert.ok(isOpen(VLLM) && isOpen(OLLAMA));
    assert.ok(!isOpen({ ...VLLM, model: 'qwen2.5-coder:7b' }));
    assert.ok(!isOpen({ ...VLLM, model: 'llama3.1' }));
    assert.ok(!isOpen({ ...VLLM, completionApi: 'chat' }));
    assert.ok(!isOpen({ ...VLLM, fimTemplate: 'qwen' }));
    assert.ok(!isOpen({ provider: 'openai', url: 'http://h/v1', model: 'coder' }));
  });

  it('learn of vLLM what it serves under another name', async () => {
    const listed = (root: string) => ({ '/v1/models': () => ({ data: [{ id: 'coder', root }] }) });
    assert.deepEqual(await learnt(VLLM, listed('bigcode/starcoder2-3b')), {
      api: 'fim',
      family: 'starcoder',
    });
    assert.deepEqual(await learnt(VLLM, listed('meta-llama/Llama-3.1-8B')), { api: 'chat' });
  });

  it('learn of its tokenizer else, and take chat where that knows no family', async () => {
    assert.deepEqual(await learnt(VLLM, tokenizer('<|fim_middle|>')), {
      api: 'fim',
      family: 'qwen',
    });
    assert.deepEqual(await learnt(VLLM, tokenizer('<｜fim▁hole｜>')), {
      api: 'fim',
      family: 'deepseek',
    });
    assert.deepEqual(await learnt(VLLM, tokenizer('none')), { api: 'chat' });
    assert.deepEqual(await learnt(VLLM, {}), { api: 'chat' });
  });

  it('learn of Ollama what a model was made of, or that its template takes a suffix', async () => {
    const shown = (answer: object) => ({ '/api/show': () => answer });
    const info = { 'general.basename': 'Qwen2.5-Coder', 'general.size_label': '7B' };
    assert.deepEqual(await learnt(OLLAMA, shown({ model_info: info })), {
      api: 'generate',
      family: 'qwen',
    });
    const parent = { details: { parent_model: 'deepseek-coder:6.7b-base' } };
    assert.equal((await learnt(OLLAMA, shown(parent))).family, 'deepseek');
    const tuned = { 'general.basename': 'codegemma', 'general.finetune': 'it' };
    assert.deepEqual(await learnt(OLLAMA, shown({ model_info: tuned })), { api: 'chat' });
    assert.deepEqual(await learnt(OLLAMA, shown({ capabilities: ['completion', 'insert'] })), {
      api: 'generate',
    });
    assert.deepEqual(await learnt(OLLAMA, shown({ capabilities: ['completion'] })), {
      api: 'chat',
    });
    for (const odd of [[], { model_info: 3, details: [] }]) {
      assert.notEqual((await learnt(OLLAMA, shown(odd))).api, 'generate');
    }
  });

  it('are put once, and after a minute again where there was no answer', async () => {
    const server = serverOf({ '/api/show': () => 503 });
    const { clock, facts, forms } = questions(OLLAMA, server.call);
    await Promise.all([forms.load(), forms.load()]);
    await forms.load();
    assert.deepEqual([server.asked.length, facts.known], [1, {}]);
    await clock.pass(60_000);
    await forms.load();
    assert.equal(server.asked.length, 2);
    facts.learn({ api: 'chat' });
    await clock.pass(60_000);
    await forms.load();
    assert.equal(server.asked.length, 2);
  });

  it('hold nobody up for long', async () => {
    const never: HttpCall = () => new Promise(() => undefined);
    const { clock, facts, forms } = questions(OLLAMA, never);
    const loaded = forms.load();
    await clock.pass(800);
    await loaded;
    assert.deepEqual(facts.known, {});
  });

  it('are not put where a key would be read on the way, and believe no answer without end', async () => {
    const server = serverOf({ '/api/show': () => ({ capabilities: [] }) });
    await questions(OLLAMA, server.call, false).forms.load();
    assert.deepEqual(server.asked, []);
    const { facts, forms } = questions(
      OLLAMA,
      serverOf({ '/api/show': () => 'x'.repeat(1_100_000) }).call,
    );
    await forms.load();
    assert.deepEqual(facts.known, {});
  });
});

describe('a model whose name tells nothing', () => {
  const settings = (setting: object) => ({
    endpoints: [{ id: 'e', ...setting }],
    cache: { disk: { enable: false } },
  });
  const completion = () => ({ choices: [{ index: 0, text: 'x', finish_reason: 'stop' }] });

  it('is asked in its own form from the first request on, and its server once', async () => {
    const server = serverOf({ ...tokenizer('<|fim_middle|>'), '/v1/completions': completion });
    const clock = new FakeClock();
    const path = requestPath({ clock, call: server.call, settings: settings(VLLM) });
    await path.generate(aRequest(), aContext());
    const [body = ''] = server.bodies.slice(-1);
    assert.equal(
      JSON.parse(body).prompt,
      '<|fim_prefix|>const total = <|fim_suffix|>;\n<|fim_middle|>',
    );
    const { length } = server.asked;
    await clock.pass(1_000);
    assert.equal((await path.generate(aRequest(), aContext())).source, 'memory');
    await clock.pass(1_000);
    await path.generate(aRequest({ maxOutputTokens: 8 }), aContext());
    assert.deepEqual(server.asked.slice(length), ['POST /v1/completions']);
    path.dispose();
  });

  it('is not given what it said in another form', async () => {
    let isUp = false;
    const message = () => ({
      choices: [{ index: 0, message: { content: 'chat' }, finish_reason: 'stop' }],
    });
    const known = tokenizer('<|fim_middle|>');
    const server = serverOf({
      '/v1/models': (body) => (isUp ? known['/v1/models']() : Object.keys(body).length + 503),
      '/tokenize': known['/tokenize'],
      '/v1/completions': completion,
      '/v1/chat/completions': message,
    });
    const clock = new FakeClock();
    const path = requestPath({ clock, call: server.call, settings: settings(VLLM) });
    const request = aRequest();
    assert.equal((await path.generate(request, aContext())).text, 'chat');
    assert.equal(path.peek(request)?.text, 'chat');
    isUp = true;
    await clock.pass(60_000);
    const { text, source } = await path.generate(request, aContext());
    assert.deepEqual([text, source], ['x', 'upstream']);
    assert.equal(path.peek(request)?.text, 'x');
    path.dispose();
  });

  it('is not asked while the endpoint is paused, and at once when it is resumed', async () => {
    const server = serverOf(tokenizer('<|fim_middle|>'));
    let isPaused: boolean = true;
    const { forms, facts } = questions(VLLM, server.call, true, () => isPaused);
    await forms.load();
    assert.deepEqual(server.asked, []);
    isPaused = false;
    await forms.load();
    assert.equal(facts.known.family, 'qwen');
  });
});
