import { strict as assert } from 'node:assert';
import { loadedModel } from '../../../server/src/providers/loadedModel.ts';

const nameOf = (alias: unknown, path: unknown) =>
  loadedModel({ model_alias: alias, model_path: path }).name;
const familyOf = (alias: unknown, path: unknown) =>
  loadedModel({ model_alias: alias, model_path: path }).family;

describe('the model that a server of llama.cpp has loaded', () => {
  it('is called by its alias, else by its file, and never by a path', () => {
    const path = '/home/anna/models/qwen2.5-coder-7b.gguf';
    const file = 'qwen2.5-coder-7b';
    assert.equal(nameOf('coder', path), 'coder');
    assert.equal(nameOf('ggml-org/Qwen2.5-Coder-7B:Q8_0', path), 'ggml-org/Qwen2.5-Coder-7B:Q8_0');
    for (const alias of [undefined, '', 5, path, 'models/qwen2.5-coder-7b.gguf', 'a, b'])
      assert.equal(nameOf(alias, path), file, String(alias));
    for (const alias of [
      'C:\\models\\qwen2.5-coder-7b.gguf',
      'C:/models/qwen2.5-coder-7b',
      './qwen2.5-coder-7b',
      '~/models/qwen2.5-coder-7b',
      'home/anna/models/qwen2.5-coder-7b',
    ])
      assert.equal(nameOf(alias, ''), file, alias);
    assert.equal(nameOf('models/mine', 'models/mine'), 'mine');
    assert.equal(nameOf('', '/models/<b>.gguf'), undefined);
  });

  it('has the family that its file tells, else its alias', () => {
    assert.equal(familyOf('gpt-4', '/models/starcoder2-3b.gguf'), 'starcoder');
    assert.equal(familyOf('qwen2.5-coder', '/models/model.gguf'), 'qwen');
    assert.equal(familyOf('coder', '/models/llama-3.2-3b-instruct.gguf'), undefined);
    assert.equal(familyOf('coder', '/models/model.gguf'), undefined);
  });

  it('is told from others by all of its names, and is none of a router', () => {
    const one = loadedModel({ model_alias: 'coder', model_path: '/a.gguf' });
    const other = loadedModel({ model_alias: 'coder', model_path: '/b.gguf' });
    assert.notEqual(one.identity, other.identity);
    for (const none of [null, 5, {}, { model_path: 5 }, { role: 'router', model_path: '/a' }])
      assert.deepEqual(loadedModel(none), {});
  });
});
