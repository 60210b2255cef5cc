import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { Corpus, exactly } from '../../../../server/src/workspace/index/corpus.ts';

const sequence = (tokens: readonly number[]) => ({
  tokens,
  gaps: tokens.map((token) => (token % 3) - 1),
  indent: 0,
});
/** All places that a chain leads to after a context, newest first. */
function placesAfter(corpus: Corpus, chain: number, context: readonly number[]): number[] {
  const places: number[] = [];
  for (let at = corpus.first(chain, context); at !== -1; at = corpus.next(chain, at)) {
    if (corpus.matchLength(at, context) >= context.length) places.push(at);
  }
  return places;
}

describe('Corpus', () => {
  const token = fc.integer({ min: 2, max: 6 });
  const tokens = fc.array(token, { maxLength: 40 });

  it('finds every place after a context, newest first, and none across sequences', () => {
    fc.assert(
      fc.property(tokens, tokens, fc.tuple(token, token), (one, other, context) => {
        const corpus = new Corpus([exactly(2)], 4, 200);
        corpus.append(sequence(one));
        corpus.append(sequence(other));
        const all = [0, ...one, 0, ...other];
        const expected = all.flatMap((_, at) =>
          all[at - 2] === context[0] && all[at - 1] === context[1] && all[at] !== 0 ? [at] : [],
        );
        assert.deepEqual(placesAfter(corpus, 0, context), expected.reverse());
      }),
    );
  });

  it('is after a cut what it was before the rest was added', () => {
    fc.assert(
      fc.property(tokens, tokens, tokens, fc.tuple(token, token), (kept, cut, added, context) => {
        const corpus = new Corpus([exactly(2), exactly(0)], 4, 200);
        corpus.append(sequence(kept));
        const { length } = corpus;
        corpus.extend(sequence(cut));
        corpus.truncate(length);
        corpus.extend(sequence(added));
        const fresh = new Corpus([exactly(2), exactly(0)], 4, 200);
        fresh.append(sequence([...kept, ...added]));
        for (const chain of [0, 1]) {
          assert.deepEqual(placesAfter(corpus, chain, context), placesAfter(fresh, chain, context));
        }
      }),
    );
  });

  it('keeps gaps, and refuses what is more than it can hold', () => {
    const corpus = new Corpus([exactly(1)], 4, 5);
    assert.equal(corpus.append({ tokens: [7, 8], gaps: [-100, 100], indent: 0 }), 1);
    assert.deepEqual([corpus.tokenAt(2), corpus.gapAt(1), corpus.gapAt(2)], [8, -100, 100]);
    assert.equal(corpus.append(sequence([1, 2, 3])), -1);
    assert.equal(corpus.extend(sequence([1, 2, 3])), false);
  });
});
