import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { type LineEdit, minimalEdits } from '../../../server/src/actions/minimalEdit.ts';

const apply = (before: readonly string[], edits: readonly LineEdit[]): string[] => {
  const lines = [...before];
  for (const { first, end, lines: now } of edits.toReversed()) {
    lines.splice(first, end - first, ...now);
  }
  return lines;
};

describe('minimalEdits', () => {
  it('touches only what changed', () => {
    assert.deepEqual(minimalEdits(['a', 'b', 'c', 'd'], ['a', 'x', 'c', 'y', 'd']), [
      { first: 1, end: 2, lines: ['x'] },
      { first: 3, end: 3, lines: ['y'] },
    ]);
  });

  it('is nothing for equal texts', () => assert.deepEqual(minimalEdits(['a'], ['a']), []));

  it('turns any text into any other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        assert.deepEqual(apply(before, minimalEdits(before, after)), after);
      }),
    );
  });

  it('leaves what lies between two changes alone in a long text, too', () => {
    const before = Array.from({ length: 500 }, (_, index) => `a${index}`);
    const after = before.with(0, 'first').with(499, 'last');
    assert.deepEqual(minimalEdits(before, after), [
      { first: 0, end: 1, lines: ['first'] },
      { first: 499, end: 500, lines: ['last'] },
    ]);
  });

  it('falls back to one edit for long texts', () => {
    const before = Array.from({ length: 600 }, (_, index) => `a${index}`);
    const after = before.map((line) => `${line}!`);
    assert.equal(minimalEdits(before, after).length, 1);
    assert.deepEqual(apply(before, minimalEdits(before, after)), after);
  });
});
