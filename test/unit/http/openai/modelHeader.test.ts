import { strict as assert } from 'node:assert';
import { validateHeaderValue } from 'node:http';
import { modelHeader } from '../../../../server/src/http/openai/modelHeader.ts';

describe('the header with the model that answers', () => {
  const header = (model: string) => modelHeader(model)['x-aurelis-model'];

  it('has the usual names as they are', () => {
    assert.equal(header('qwen/qwen2.5-coder:1.5b@q4+x'), 'qwen/qwen2.5-coder:1.5b@q4+x');
  });

  it('can be sent whatever a model is called, and be read again', () => {
    for (const model of ['модель', 'a\nb', '\u007f', '100%2F', 'a b#c?', '\u{1f600}', '"\\']) {
      const sent = header(model) ?? '';
      validateHeaderValue('x-aurelis-model', sent);
      assert.equal(decodeURIComponent(sent), model);
    }
    assert.equal(decodeURIComponent(header('a\ud800') ?? ''), 'a\ufffd');
  });

  it('is left out for a name that is longer than a header should be', () => {
    assert.equal(header('x'.repeat(2_400))?.length, 2_400);
    assert.deepEqual(modelHeader('x'.repeat(2_401)), {});
  });
});
