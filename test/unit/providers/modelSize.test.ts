import { strict as assert } from 'node:assert';
import { billionsOf, editFormOf } from '../../../server/src/providers/templates/modelSize.ts';
import { EDIT_FORM_NAMES } from '../../../tools/field/models/editForms.ts';
import { JUDGED_EDIT_FORMS } from '../../../tools/field/models/editFormsJudge.ts';

describe('the form of edits by a model’s name', () => {
  for (const [list, forms] of Object.entries({ EDIT_FORM_NAMES, JUDGED_EDIT_FORMS })) {
    for (const [right, names] of Object.entries(forms)) {
      it(`is ${right} for those of ${list}`, () => {
        assert.ok(names.length >= 30);
        assert.deepEqual(
          names.filter((name) => (editFormOf(name) ?? 'whole') !== right),
          [],
        );
      });
    }
  }

  it('is not known where the name tells nothing', () => {
    assert.equal(editFormOf('my-company-model'), undefined);
    assert.equal(editFormOf('qwen2.5-coder:7b'), 'whole');
    assert.equal(editFormOf('/'.repeat(100_000)), undefined);
    assert.equal(editFormOf(`${'gpt-4o-'.repeat(10_000)}/x-7b`), 'whole');
  });

  it('follows the size, from some 32 billions on', () => {
    assert.equal(editFormOf('x-36b'), 'whole');
    assert.equal(editFormOf('x-37b'), 'edits');
  });
});

describe('the size of a model by its name', () => {
  const sizes: readonly (readonly [name: string, billions: number | undefined])[] = [
    ['qwen2.5-coder:1.5b-base', 1.5],
    ['Refact-1_6B-fim', 1.6],
    ['mixtral-8x22b', 176],
    ['kimi-k2:1t-cloud', 1_000],
    ['smollm2:135m', 0.135],
    ['Qwen3-235B-A22B', 235],
    ['gemma-3n-e4b-it', undefined],
    ['Qwen2.5-14B-Instruct-1M', 14],
    ['glm-4-1m', undefined],
    ['model-8bit-2024-08-06-q4_0-fp8-128k', undefined],
    ['bloom-7b1', 7],
    ['starcoder2/3b/base', 3],
    ['70b/llama-3-8b.gguf', 8],
    ['draft-0.5b-for-32b', 0.5],
    ['falcon180b', 180],
    ['ft:gpt-4.1:org::Ab7b', undefined],
    ['x-0b', undefined],
    ['', undefined],
  ];
  for (const [name, billions] of sizes) {
    it(`is ${billions} for ${name}`, () => assert.equal(billionsOf(name), billions));
  }
});
