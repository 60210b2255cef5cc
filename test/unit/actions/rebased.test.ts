import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import type { LineEdit } from '../../../server/src/actions/minimalEdit.ts';
import { rebased } from '../../../server/src/actions/rebased.ts';

const applied = (lines: readonly string[], edits: readonly LineEdit[]): string[] => {
  const out = [...lines];
  for (const { first, end, lines: now } of edits.toReversed())
    out.splice(first, end - first, ...now);
  return out;
};

/** Lines that differ from all others. */
const BEFORE = Array.from({ length: 30 }, (_, index) => `line ${index}`);

/** Somebody's edits, in order and apart from each other. */
const someEdits = (name: string) =>
  fc
    .array(fc.tuple(fc.nat(29), fc.nat(2), fc.nat(3)), { minLength: 1, maxLength: 4 })
    .map((raw) => {
      const edits: LineEdit[] = [];
      for (const [first, length, count] of raw.toSorted((one, other) => one[0] - other[0])) {
        if (first <= (edits.at(-1)?.end ?? -1)) continue;
        const end = Math.min(30, first + length);
        if (end === first && count === 0) continue;
        const lines = Array.from({ length: count }, (_, index) => `${name} ${first} ${index}`);
        edits.push({ first, end, lines });
      }
      return edits;
    });

describe('edits of a text that has moved on', () => {
  it('do what they would have done before it did, or are none', () => {
    let moved = 0;
    fc.assert(
      fc.property(someEdits('ours'), someEdits('theirs'), (ours, theirs) => {
        const after = applied(BEFORE, theirs);
        const edits = rebased(ours, BEFORE, after);
        const touches = ours.some((one) =>
          theirs.some((other) => other.first <= one.end && other.end >= one.first),
        );
        if (edits === undefined) {
          assert.ok(touches, 'refused though nothing was touched');
          return;
        }
        moved++;
        assert.ok(!touches, 'made though something was touched');
        const all = [...ours, ...theirs].toSorted((one, other) => one.first - other.first);
        assert.deepEqual(applied(after, edits), applied(BEFORE, all));
      }),
      { numRuns: 500 },
    );
    assert.ok(moved > 20, String(moved));
  });

  it('stay as they are in a text that does, with all that they say', () => {
    const edit = { first: 1, end: 2, lines: ['x'], isSure: true };
    assert.deepEqual(rebased([edit], BEFORE, BEFORE), [edit]);
    assert.deepEqual(rebased([edit], BEFORE, [...BEFORE]), [edit]);
    assert.deepEqual(rebased([edit], BEFORE, ['new', ...BEFORE]), [{ ...edit, first: 2, end: 3 }]);
  });

  it('are none where a line was changed that they replace, or one right beside them', () => {
    const edit = { first: 5, end: 7, lines: ['x'] };
    const refused = Array.from({ length: 30 }, (_, line) => line).filter(
      (line) => rebased([edit], BEFORE, BEFORE.with(line, 'other')) === undefined,
    );
    assert.deepEqual(refused, [4, 5, 6, 7]);
  });
});
