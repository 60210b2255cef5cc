import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { LineList } from '../../../server/src/documents/lineList.ts';
import { processorMs } from '../../support/processorTime.ts';

const numbered = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

describe('LineList', () => {
  it('does what an array does, across its pieces', () => {
    const count = fc.oneof(fc.nat(3), fc.nat(6_000));
    const splice = fc.record({ start: fc.nat(9_000), removed: count, inserted: count });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6_000 }), fc.array(splice), (length, splices) => {
        const expected = numbered(length, 'first');
        const list = new LineList(expected);
        for (const [index, { start, removed, inserted }] of splices.entries()) {
          const from = start % expected.length;
          const most = Math.max(1, Math.min(removed, expected.length - from));
          const lines = numbered(Math.max(1, inserted), `put${index}-`);
          list.splice(from, most, lines);
          expected.splice(from, most, ...lines);
          assert.equal(list.count, expected.length);
          const seen = Math.floor(expected.length / 2);
          assert.equal(list.at(seen), expected[seen]);
          list.set(seen, 'set');
          expected[seen] = 'set';
        }
        assert.deepEqual(list.toArray(), expected);
      }),
      { numRuns: 40 },
    );
  });

  for (const [where, place] of [
    ['at the top', () => 0],
    ['at top and end in turn', (index: number) => (index % 2 === 0 ? 0 : 60_000 + index - 1)],
  ] as const) {
    it(`takes 60,000 lines ${where} without copying the rest each time`, () => {
      const list = new LineList(numbered(60_000, 'line'));
      const insert = (index: number) => {
        const line = place(index);
        list.splice(line, 1, ['new', list.at(line)]);
      };
      // With an array each one costs a move of 60,000 places: 1.5 s.
      const ms = processorMs(() => Array.from({ length: 60_000 }, (_, index) => insert(index)));
      assert.ok(ms < 500, String(ms));
      assert.equal(list.count, 120_000);
    });
  }
});
