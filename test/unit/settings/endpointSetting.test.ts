import { strict as assert } from 'node:assert';
import { COMPLETION_APIS } from '../../../server/src/domain/endpoint.ts';
import { configuredEndpoints } from '../../../server/src/engine/configuredEndpoints.ts';
import { providerOf, providers } from '../../../server/src/providers/index.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';

describe('the setting of an endpoint', () => {
  it('takes from the settings what each provider says that it needs', () => {
    const problemsOf = (setting: object) =>
      parseSettings({ endpoints: [{ id: 'e', url: 'http://h', model: 'm', ...setting }] }).problems;
    for (const { name, defaultUrl, needsModel, completionApis } of providers) {
      const all = { provider: name };
      assert.equal(problemsOf(all).length, 0, name);
      assert.equal(problemsOf({ ...all, url: undefined }).length, defaultUrl ? 0 : 1, name);
      assert.equal(problemsOf({ ...all, model: undefined }).length, needsModel ? 1 : 0, name);
      for (const api of COMPLETION_APIS) {
        const isKnown = completionApis.includes(api);
        assert.equal(problemsOf({ ...all, completionApi: api }).length, isKnown ? 0 : 1, name);
      }
    }
  });

  it('keeps what the settings took before each provider said it itself', () => {
    const table = providers.map(({ name, defaultUrl, needsModel, completionApis }) =>
      [name, defaultUrl ? '' : 'url', needsModel ? 'model' : '', ...completionApis].join(' '),
    );
    const known = [
      'openai url model fim chat',
      'azure url model chat',
      'github-models  model chat',
      'ollama  model fim chat generate',
      'llamacpp   fim chat infill',
      'mistral  model fim chat',
      'deepseek  model fim chat',
      'openrouter  model fim chat',
      'lmstudio  model fim chat',
      'vllm url model fim chat',
      'vscode-lm   chat',
    ];
    // In whatever order, and with those that came later.
    assert.deepEqual(
      known.filter((row) => !table.includes(row)),
      [],
    );
    const workspace = { id: 'w', provider: 'workspace' };
    assert.deepEqual(parseSettings({ endpoints: [workspace] }).problems, []);
  });

  it('is no model of the editor that is one of ours: it would ask itself', () => {
    const taken = (setting: object) =>
      parseSettings({ endpoints: [{ id: 'e', provider: 'vscode-lm', ...setting }] });
    for (const name of ['aurelis/local', 'Aurelis/local', ' aurelis / local', 'aurelis/']) {
      for (const setting of [
        { model: name },
        { model: 'copilot/gpt-4.1', completionModel: name },
      ]) {
        const { settings, problems } = taken(setting);
        assert.deepEqual(settings.endpoints, [], name);
        assert.match(problems[0] ?? '', /odel: .* names a model that Aurelis offers to the editor/);
      }
    }
    for (const model of ['copilot/aurelis/x', 'aurelis-labs/x', 'aurelis', undefined]) {
      assert.deepEqual(taken(model === undefined ? {} : { model }).problems, [], model);
    }
    const elsewhere = { provider: 'openai', url: 'http://127.0.0.1:1/v1', model: 'aurelis/x' };
    assert.deepEqual(taken(elsewhere).problems, []);
  });

  it('says what is missing for a provider', () => {
    const problemOf = (setting: object) =>
      parseSettings({ endpoints: [{ id: 'e', ...setting }] }).problems[0] ?? '';
    assert.match(problemOf({ provider: 'vllm', model: 'm' }), /url: .* is needed/);
    assert.match(problemOf({ provider: 'ollama' }), /model: .* is needed/);
    const wrong = { provider: 'azure', url: 'https://r', model: 'm', completionApi: 'infill' };
    assert.match(problemOf(wrong), /completionApi: .* is not known by this provider/);
  });

  const own = { id: 'e', provider: 'openai', url: 'http://h/v1', model: 'm' };
  const read = (setting: object) => parseSettings({ endpoints: [{ ...own, ...setting }] });

  it('is kept where only its price is wrong, which is told', () => {
    for (const price of [{ input: -1, output: 1 }, { input: '1', output: 1 }, 5, { input: 1 }]) {
      const { settings, problems } = read({ price });
      assert.equal(settings.endpoints[0]?.id, 'e');
      assert.equal(settings.endpoints[0].price, undefined);
      assert.match(problems.join(), /^aurelis\.endpoints "e": price.*; it is ignored\.$/);
    }
  });

  it('is used, and told of, where a password or a key stands in its URL, which is not repeated', () => {
    const problemsOf = (url: string) =>
      parseSettings({ endpoints: [{ id: 'e', provider: 'openai', url, model: 'm' }] });
    for (const url of [
      'http://me:hidden@h/v1',
      'https://hidden@h.example/v1',
      'https://h.example/v1?api_key=hidden',
      'https://h.example/v1?api-version=1&Key=hidden',
    ]) {
      const { problems, settings } = problemsOf(url);
      assert.equal(problems.length, 1, url);
      assert.match(problems[0] ?? '', /endpoints "e": url holds a password or a key.*`apiKeyEnv`/);
      assert.doesNotMatch(problems[0] ?? '', /hidden/);
      assert.equal(settings.endpoints.length, 1);
    }
    for (const url of ['http://h/v1', 'https://h.example/v1?api-version=1&monkey=2'])
      assert.deepEqual(problemsOf(url).problems, [], url);
  });

  it('has its place in the list for a priority, whoever else is left out of it', () => {
    const { settings } = parseSettings({
      endpoints: [
        { id: 'wrong', provider: 'nobody' },
        { id: 'second', provider: 'openai', url: 'http://h', model: 'm' },
        { id: 'first', provider: 'openai', url: 'http://h', model: 'm', priority: 1 },
      ],
    });
    const priorities = settings.endpoints.map(({ id, priority }) => `${id} ${priority}`);
    assert.deepEqual(priorities, ['second 2', 'first 1']);
  });

  it('takes headers by their names in any case, without what stands around their values', () => {
    const { settings, problems } = read({
      headers: { ' Authorization: ': 'Bearer a\n', 'X-Team': ' \u200bt ', 'x-team': 'u' },
    });
    assert.deepEqual(settings.endpoints[0]?.headers, { authorization: 'Bearer a', 'x-team': 'u' });
    assert.deepEqual(problems, []);
  });

  it('is left out where a header cannot be sent, and kept without one of the connection', () => {
    const problemOf = (headers: object) => read({ headers }).problems.join();
    assert.match(problemOf({ 'x team': 'v' }), /headers: the value has a name that no header/);
    assert.match(problemOf({ '': 'v' }), /has a name that no header/);
    assert.match(problemOf({ 'x-a': 'a\r\nb' }), /headers\.x-a: the value has characters/);
    assert.match(problemOf({ 'x-a': '\u0448' }), /headers\.x-a: the value has characters/);
    assert.match(problemOf({ 'x-a': 'Bearer $KEY' }), /still is a placeholder/);
    assert.equal(problemOf({ 'x-config': '{"provider":"openai"}' }), '');
    const { settings, problems } = read({ headers: { Connection: 'close', 'x-a': 'b' } });
    assert.deepEqual(settings.endpoints[0]?.headers, { 'x-a': 'b' });
    assert.match(
      problems.join(),
      /headers\.Connection: .* belongs to the connection; it is ignored/,
    );
  });

  it('names the variable of its key, in whatever way people refer to one, and never the key', () => {
    for (const name of ['KEY_1', ' KEY_1 ', '$KEY_1', `$\{KEY_1}`, `$\{env:KEY_1}`, '%KEY_1%']) {
      assert.equal(read({ apiKeyEnv: name }).settings.endpoints[0]?.apiKeyEnv, 'KEY_1', name);
    }
    const keys = ['sk-abcdef1234567890', `gsk_${'a1B2'.repeat(8)}`, 'two words', 'A=b', '"K"'];
    for (const key of keys) {
      const { settings, problems } = read({ apiKeyEnv: key });
      assert.deepEqual(settings.endpoints, []);
      assert.match(problems.join(), /apiKeyEnv: the value must be the name of an environment/);
    }
  });

  it('has the name and password, and the query, of its address apart', () => {
    const endpointOf = (setting: object) => configuredEndpoints(read(setting).settings)[0];
    const { url, query, headers } = endpointOf({ url: 'https://u:p%40%C3%A9@h/v1?a=1' }) ?? {};
    assert.deepEqual([url, query], ['https://h/v1', '?a=1']);
    const text = Buffer.from(headers?.authorization?.split(' ')[1] ?? '', 'base64').toString();
    assert.equal(text, 'u:p@\u00e9');
    const both = endpointOf({ url: 'https://u:p@h', headers: { Authorization: 'own' } });
    assert.deepEqual(both?.headers, { authorization: 'own' });
  });

  it('sends its own headers in the place of ours, whatever their case', () => {
    const headersOf = (setting: object) => {
      const [endpoint] = configuredEndpoints(read(setting).settings);
      assert.ok(endpoint);
      return providerOf(endpoint).headers(endpoint, 'key');
    };
    const headers = { Authorization: 'Custom a', Accept: 'b' };
    for (const { name: provider } of providers.filter(({ name }) => name !== 'vscode-lm')) {
      const sent = headersOf({ provider, headers });
      const named = Object.entries(sent).filter(([name]) => /^(?:a.*tion|api-key)$/i.test(name));
      assert.deepEqual(named, [['authorization', 'Custom a']], provider);
      assert.equal(sent.accept, 'b');
    }
  });
});
