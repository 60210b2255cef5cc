import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type Canonical, canonicalJson, keyedDigest } from '../../../server/src/base/digest.ts';

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

  it('is JSON with members in order, whatever is in whatever', () => {
    const plain = fc.oneof(fc.string(), fc.double(), fc.constantFrom(true, null, undefined));
    const { value } = fc.letrec<{ value: Canonical }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        plain,
        fc.array(tie('value')),
        fc.array(plain, { maxLength: 20, size: 'max' }),
        fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('2', '10')), tie('value')),
      ),
    }));
    fc.assert(fc.property(value, (each) => assert.equal(canonicalJson(each), ordered(each))));
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

/** The same by its definition. */
function ordered(value: Canonical): string {
  if (typeof value !== 'object' || value === null)
    return value === undefined ? 'null' : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(ordered).join()}]`;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  const named = members.map(([name, each]) => [name, `${JSON.stringify(name)}:${ordered(each)}`]);
  named.sort(([one = ''], [other = '']) => (one < other ? -1 : 1));
  return `{${named.map(([, text]) => text).join()}}`;
}
