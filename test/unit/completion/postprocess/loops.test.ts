import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { firstClosedLoop, type Loop } from '../../../../server/src/completion/postprocess/loops.ts';

/** Every stretch of every period, one after the other. */
function naive(line: string, most: number): Loop | undefined {
  const longestPeriod = Math.min(200, Math.floor(most / 3), line.length - most);
  for (let period = 1; period <= longestPeriod; period++) {
    for (let start = 0; start + period < line.length; start++) {
      let end = start + period;
      while (end < line.length && line[end] === line[end - period]) end++;
      if (end - start > most) return { start, period, length: end - start };
    }
  }
  return undefined;
}

describe('firstClosedLoop', () => {
  it('finds what a search of every place finds', () => {
    const part = fc
      .tuple(fc.string({ minLength: 1, maxLength: 4, unit: fc.constantFrom('a', 'b') }), fc.nat(9))
      .map(([text, times]) => text.repeat(times + 1));
    const line = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(line, fc.integer({ min: 3, max: 24 }), (text, most) => {
        assert.deepEqual(firstClosedLoop(text, most), naive(text, most));
      }),
      { numRuns: 2_000 },
    );
  });
});
