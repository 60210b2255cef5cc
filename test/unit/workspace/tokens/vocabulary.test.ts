import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { WordIndex } from '../../../../server/src/workspace/index/wordIndex.ts';
import { KIND } from '../../../../server/src/workspace/tokens/tokenKind.ts';
import { Vocabulary } from '../../../../server/src/workspace/tokens/vocabulary.ts';

describe('Vocabulary', () => {
  it('gives each text one number, and the text back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { maxLength: 200 }), (texts) => {
        const vocabulary = new Vocabulary();
        const ids = texts.map((text) => vocabulary.idOf(text));
        assert.equal(new Set(ids).size, new Set(texts).size);
        for (const [index, text] of texts.entries()) {
          assert.equal(vocabulary.textOf(ids[index] ?? -1), text);
          assert.equal(vocabulary.find(text), ids[index]);
        }
      }),
    );
  });

  it('stays one beyond its first size', () => {
    const vocabulary = new Vocabulary();
    for (let index = 0; index < 20_000; index++) vocabulary.idOf(`name${index}`);
    for (let index = 0; index < 20_000; index += 997) {
      assert.equal(vocabulary.textOf(vocabulary.find(`name${index}`) ?? -1), `name${index}`);
    }
    assert.equal(vocabulary.find('never'), undefined);
  });

  it('knows what sort of token each is', () => {
    const vocabulary = new Vocabulary();
    const kinds = ['return', 'returns', '12', '=>', 'é', '\n'].map((text) =>
      vocabulary.kindOf(vocabulary.idOf(text)),
    );
    const { keyword, name, number, mark, newline } = KIND;
    assert.deepEqual(kinds, [keyword, name, number, mark, name, newline]);
  });
});

describe('WordIndex', () => {
  it('knows the most frequent words by their beginnings', () => {
    const vocabulary = new Vocabulary();
    const words = new WordIndex(vocabulary);
    const text = 'order orders order ordinal order orders ( 12 other';
    words.add(text.split(' ').map((word) => vocabulary.idOf(word)));
    const found = words.beginningWith('ord', 2);
    assert.deepEqual(
      found.map(({ token, frequency }) => [vocabulary.textOf(token), frequency]),
      [
        ['order', 3],
        ['orders', 2],
      ],
    );
    assert.deepEqual(words.beginningWith('1', 3), []);
  });
});
