import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { Canonical } from '../../../server/src/base/digest.ts';
import { atOnce } from '../../../server/src/base/turns.ts';
import { writtenJson } from '../../../server/src/base/writtenJson.ts';

const text = fc.string({
  unit: fc.constantFrom('a', '"', '\\', '\n', 'é', '😀', '\ud800', '\udc00', '\u0001'),
  maxLength: 40,
});
const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', '1', '0', 'toJSON', ''));
const { value } = fc.letrec<{ value: Canonical }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(text, fc.double(), fc.constantFrom(true, false, null, undefined)),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.array(fc.tuple(name, tie('value')), { maxLength: 12 }).map(Object.fromEntries),
  ),
}));
const members = fc.array(fc.tuple(name, value)).map((entries) => Object.fromEntries(entries));

const rests = (of: { readonly [member: string]: Canonical }): number => {
  const work = writtenJson(of);
  let count = 0;
  for (let step = work.next(); step.done !== true; step = work.next()) count++;
  return count;
};

describe('JSON that is written in pieces', () => {
  it('is what JSON.stringify writes, however long the pieces are', () => {
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 200 }), (all, size) => {
        assert.equal(atOnce(writtenJson(all, size)), JSON.stringify(all));
      }),
    );
  });

  it('rests in long texts, long lists and large objects, however deep they are', () => {
    const deep = (of: Canonical) => {
      let inside = of;
      for (let depth = 0; depth < 100; depth++) inside = depth % 2 ? [0, inside] : { a: inside };
      return { messages: inside };
    };
    const names = Array.from({ length: 50_000 }, (_, at) => [`name-${at}`, at] as const);
    for (const [large, least] of [
      ['x'.repeat(1_000_000), 15],
      [Array.from({ length: 200_000 }, (_, at) => at), 48],
      [Object.fromEntries(names), 15],
      [Array.from({ length: 50_000 }, () => ({ role: 'user' })), 20],
    ] as const) {
      const count = rests(deep(large));
      assert.ok(count >= least, String(count));
    }
    assert.equal(rests({ messages: [{ role: 'user', content: 'Why?' }] }), 0);
  });
});
