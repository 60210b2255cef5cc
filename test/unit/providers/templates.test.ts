import { strict as assert } from 'node:assert';
import { FIM_FAMILIES, type FimFamily } from '../../../server/src/domain/endpoint.ts';
import type { InfillInput } from '../../../server/src/domain/generation.ts';
import { commented } from '../../../server/src/providers/templates/comments.ts';
import { fimTemplates } from '../../../server/src/providers/templates/index.ts';
import { languageName } from '../../../server/src/providers/templates/languageName.ts';
import { FORMS, type Form, type Place } from '../../../tools/field/models/forms.ts';

const PLACE: Place = {
  prefix: 'const a = ',
  suffix: ';\n',
  file: 'a.ts',
  other: 'b.ts',
  text: 'let b;\n\nlet c;',
};
const { prefix, suffix, file } = PLACE;
const PLAIN: InfillInput = { kind: 'infill', prefix, suffix, file };
const HELPED: InfillInput = { ...PLAIN, snippets: [{ name: PLACE.other, text: PLACE.text }] };
/** Those whose name in the settings is not that of the form. */
const OTHERWISE: Partial<Record<FimFamily, keyof typeof FORMS>> = {
  starcoder: 'starcoder2',
  granite: 'underscored',
};

describe('FIM templates', () => {
  for (const family of FIM_FAMILIES) {
    const form: Form = FORMS[OTHERWISE[family] ?? (family as keyof typeof FORMS)];
    const { prompt, stop } = fimTemplates[family];

    it(`write what ${family} models were trained on`, () => {
      assert.equal(prompt(PLAIN, 'typescript'), form.alone(PLACE));
    });

    it(`put other files before the code in the way of ${family} models`, () => {
      const helped = prompt(HELPED, 'typescript');
      if (form.helped !== undefined) assert.equal(helped, form.helped(PLACE));
      else {
        const known = commented(HELPED, 'typescript');
        assert.equal(helped, form.alone({ ...PLACE, prefix: known + prefix }));
      }
    });

    it(`end ${family} answers at no more than four stops, all of them control tokens or heads of files`, () => {
      assert.ok(stop.length > 0 && stop.length <= 4);
      assert.equal(new Set(stop).size, stop.length);
      for (const each of stop) assert.match(each, /^(?:<.+>|\[.+\]|\n\+{5} )$/);
    });
  }

  it('do without a name where a file has none', () => {
    const unnamed: InfillInput = { kind: 'infill', prefix, suffix };
    assert.match(fimTemplates.mellum.prompt(unnamed, 'typescript'), /^<filename>untitled\n/);
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

describe('names of languages', () => {
  it('are those that models know, and hold nothing else', () => {
    assert.deepEqual(['typescript', 'python', 'csharp'].map(languageName), [
      'TypeScript',
      'Python',
      'C#',
    ]);
    assert.equal(languageName('x\n###PATH:<|user|>'), 'X###PATHuser');
  });
});
