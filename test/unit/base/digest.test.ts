import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { canonicalJson, keyedDigest } from '../../../server/src/base/digest.ts';

describe('digest', () => {
  it('does not depend on the order of members', () => {
    assert.equal(
      canonicalJson({ b: 1, a: [{ d: 'x', c: null }] }),
      '{"a":[{"c":null,"d":"x"}],"b":1}',
    );
  });

  it('leaves out what is undefined', () => {
    assert.equal(canonicalJson({ a: undefined, b: 1 }), '{"b":1}');
  });

  it('tells parts apart however their texts are divided', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, at) => {
        const cut = at % text.length;
        const divided = keyedDigest('s', [text.slice(0, cut), text.slice(cut)]);
        const moved = keyedDigest('s', [text.slice(0, cut + 1), text.slice(cut + 1)]);
        assert.notEqual(divided, moved);
      }),
    );
  });
});
