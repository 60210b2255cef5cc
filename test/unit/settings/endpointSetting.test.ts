import { strict as assert } from 'node:assert';
import { COMPLETION_APIS } from '../../../server/src/domain/endpoint.ts';
import { providers } from '../../../server/src/providers/index.ts';
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

  it('says what is missing for a provider', () => {
    const problemOf = (setting: object) =>
      parseSettings({ endpoints: [{ id: 'e', ...setting }] }).problems[0]?.message ?? '';
    assert.match(problemOf({ provider: 'vllm', model: 'm' }), /url: .* is needed/);
    assert.match(problemOf({ provider: 'ollama' }), /model: .* is needed/);
    const wrong = { provider: 'azure', url: 'https://r', model: 'm', completionApi: 'infill' };
    assert.match(problemOf(wrong), /completionApi: .* is not known by this provider/);
  });
});
