import { strict as assert } from 'node:assert';
import { familyOf, formOf } from '../../../server/src/providers/templates/modelNames.ts';
import { wrongNames } from '../../../tools/field/models/judged.ts';
import { NAMES } from '../../../tools/field/models/names.ts';
import { NAMES_ELSEWHERE } from '../../../tools/field/models/namesElsewhere.ts';
import { JUDGED_NAMES } from '../../../tools/field/models/namesJudge.ts';

describe('names of models', () => {
  const lists = { written: NAMES, judged: JUDGED_NAMES, elsewhere: NAMES_ELSEWHERE };
  for (const [list, names] of Object.entries(lists)) {
    it(`lead to the form that is theirs, or to chat (${list})`, () => {
      assert.deepEqual(wrongNames(names), []);
    });
  }

  it('that tell nothing are not said to be of a chat', () => {
    assert.equal(formOf('my-company-model'), undefined);
    assert.equal(formOf('gpt-4o'), 'chat');
    assert.equal(familyOf('gpt-4o'), undefined);
  });

  it('are found in the folder of a file', () => {
    const cached = '/root/.cache/models--Qwen--Qwen2.5-Coder-7B/snapshots/0f3b/model.gguf';
    assert.equal(familyOf(cached), 'qwen');
    assert.equal(familyOf('deepseek-coder/6.7b/base'), 'deepseek');
  });

  it('may be of any length', () => {
    const long = `${'deepseek-coder-'.repeat(10_000)}x/qwen2.5-coder`;
    assert.equal(familyOf(long), 'qwen');
    assert.equal(formOf('/'.repeat(100_000)), undefined);
  });
});
