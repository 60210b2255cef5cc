import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { exactly } from '../../../../server/src/workspace/index/corpus.ts';
import { TextCorpus } from '../../../../server/src/workspace/index/textCorpus.ts';

const sequence = (tokens: readonly number[]) => ({
  tokens,
  gaps: tokens.map(() => 0),
  indent: 0,
});

describe('TextCorpus', () => {
  /** The texts that hold a token after a context of one, by name. */
  const holders = (texts: TextCorpus, context: number): string[] => {
    const found: string[] = [];
    const { corpus } = texts;
    for (let at = corpus.first(0, [context]); at !== -1; at = corpus.next(0, at)) {
      const uri = texts.uris[texts.textAt(at)];
      if (corpus.matchLength(at, [context]) === 1 && uri !== undefined) found.push(uri);
    }
    return found.sort();
  };

  it('holds each text as it was learnt last', () => {
    const texts = new TextCorpus([exactly(1)], 6);
    texts.add('a', sequence([5, 7]));
    texts.add('b', sequence([5, 8]));
    assert.deepEqual(holders(texts, 5), ['a', 'b']);
    texts.add('a', sequence([6, 7]));
    assert.deepEqual(holders(texts, 5), ['b']);
    assert.deepEqual(holders(texts, 6), ['a']);
    assert.equal(texts.oldest(), 'b');
    texts.remove('b');
    assert.deepEqual([texts.size, holders(texts, 5)], [1, []]);
  });

  it('makes the last text longer', () => {
    const texts = new TextCorpus([exactly(1)], 6);
    assert.equal(texts.extend(sequence([5])), false);
    texts.add('a', sequence([6, 7]));
    texts.add('b', sequence([6]));
    assert.equal(texts.extend(sequence([5, 7])), true);
    assert.deepEqual([holders(texts, 5), holders(texts, 6)], [['b'], ['a', 'b']]);
    texts.add('b', sequence([8]));
    assert.deepEqual(holders(texts, 5), []);
  });

  it('is the same however often texts are learnt again, and stays small', () => {
    const tokens = fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1_000, maxLength: 1_000 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), tokens), { minLength: 1, maxLength: 6 }),
        (adds) => {
          const texts = new TextCorpus([exactly(1)], 8);
          const last = new Map<string, readonly number[]>();
          for (let round = 0; round < 40; round++) {
            for (const [uri, own] of adds) {
              texts.add(uri, sequence(own));
              last.set(uri, own);
            }
          }
          for (const context of [2, 3, 4, 5]) {
            const expected = [...last].flatMap(([uri, own]) =>
              own.slice(0, -1).flatMap((token) => (token === context ? [uri] : [])),
            );
            assert.deepEqual(holders(texts, context), expected.sort());
          }
          assert.ok(texts.corpus.length < 140_000);
        },
      ),
      { numRuns: 10 },
    );
  });
});
