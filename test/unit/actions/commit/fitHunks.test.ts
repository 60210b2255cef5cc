import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { fitHunks } from '../../../../server/src/actions/commit/fitHunks.ts';

const aHunk = (lines: number, line = '+a line') => {
  const text = ['@@ -0,0 +1 @@', ...Array.from({ length: lines }, () => line)].join('\n');
  return { text, added: lines, removed: 0, count: lines + 1 };
};

describe('the hunks of a file', () => {
  it('are whole where they just fit', () => {
    const hunks = [aHunk(3), aHunk(40)];
    const whole = hunks.map(({ text }) => `\n${text}`).join('');
    assert.equal(fitHunks(hunks, whole.length), whole);
    assert.match(fitHunks(hunks, whole.length - 1), /\[… \d+ more lines not shown\]$/);
  });

  it('fill their room but for a mark and a line', () => {
    for (const room of [200, 500, 1_000]) {
      const { length } = fitHunks([aHunk(400)], room);
      assert.ok(length <= room && length > room - 90, `${length} of ${room}`);
    }
  });

  it('tell how many lines are left out, one as one', () => {
    const text = fitHunks([aHunk(20), aHunk(2, `+${'x'.repeat(90)}`)], 360);
    assert.match(text, /x{90}\n\[… 1 more line not shown\]$/);
  });

  it('are counted where no line of them fits', () => {
    assert.equal(fitHunks([aHunk(9, `+${'x'.repeat(200)}`)], 150), '\n[… 1 more part not shown]');
    assert.equal(fitHunks([aHunk(9)], 48), '\n[… 1 more part not shown]');
    assert.equal(fitHunks([aHunk(9)], 47), '');
  });

  it('never need more than their room', () => {
    const hunk = fc.record({ lines: fc.integer({ min: 1, max: 30 }), width: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(hunk, { maxLength: 60 }), fc.nat(5_000), (all, room) => {
        const hunks = all.map(({ lines, width }) => aHunk(lines, `+${'x'.repeat(width)}`));
        assert.ok(fitHunks(hunks, room).length <= room);
      }),
      { numRuns: 500 },
    );
  });
});
