import { strict as assert } from 'node:assert';
import { FIM_FAMILIES } from '../../../server/src/domain/endpoint.ts';
import type { InfillInput } from '../../../server/src/domain/generation.ts';
import { commented } from '../../../server/src/providers/templates/comments.ts';
import { familyOf, fimTemplates } from '../../../server/src/providers/templates/index.ts';

const PLAIN: InfillInput = { kind: 'infill', prefix: 'const a = ', suffix: ';\n' };
const HELPED: InfillInput = { ...PLAIN, snippets: [{ name: 'b.ts', text: 'let b;\n\nlet c;' }] };

describe('FIM templates', () => {
  const expected = {
    qwen: '<|fim_prefix|>const a = <|fim_suffix|>;\n<|fim_middle|>',
    starcoder: '<fim_prefix>const a = <fim_suffix>;\n<fim_middle>',
    codellama: '<PRE> const a =  <SUF>;\n <MID>',
    deepseek: '<｜fim▁begin｜>const a = <｜fim▁hole｜>;\n<｜fim▁end｜>',
    codegemma: '<|fim_prefix|>const a = <|fim_suffix|>;\n<|fim_middle|>',
    codestral: '[SUFFIX];\n[PREFIX]const a = ',
  };
  for (const family of FIM_FAMILIES) {
    it(`writes what ${family} models were trained on`, () => {
      const { prompt, stop } = fimTemplates[family];
      assert.equal(prompt(PLAIN, 'typescript'), expected[family]);
      assert.ok(stop.length > 0);
      const helped = prompt(HELPED, 'typescript');
      assert.ok(helped.includes('b.ts') && helped.includes('let c;'));
      assert.ok(helped.indexOf('let c;') < helped.indexOf('const a = '));
    });
  }

  it('puts files before the file for models that know of files', () => {
    assert.equal(
      fimTemplates.qwen.prompt(HELPED, 'typescript'),
      `<|repo_name|>workspace\n<|file_sep|>b.ts\nlet b;\n\nlet c;\n<|file_sep|>${expected.qwen}`,
    );
  });

  it('are known by the names of the models', () => {
    const models = {
      'qwen2.5-coder:7b': 'qwen',
      'Qwen/Qwen3-Coder-30B': 'qwen',
      'starcoder2:3b': 'starcoder',
      'granite-code:8b': 'starcoder',
      'codellama/CodeLlama-7b-hf': 'codellama',
      'deepseek-coder-v2:lite': 'deepseek',
      'codegemma:2b': 'codegemma',
      'mistralai/Codestral-22B': 'codestral',
      'llama3.1': undefined,
    };
    for (const [model, family] of Object.entries(models)) {
      assert.equal(familyOf(model), family, model);
    }
  });
});

describe('snippets as comments', () => {
  it('are marked as the language does', () => {
    assert.equal(commented(HELPED, 'typescript'), '// From b.ts:\n// let b;\n//\n// let c;\n');
    assert.match(commented(HELPED, 'python'), /^# From b\.ts:\n# let b;/);
    assert.match(commented(HELPED, 'lua'), /^-- From/);
    assert.equal(commented(PLAIN, 'typescript'), '');
  });
});
