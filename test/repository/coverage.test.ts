import { strict as assert } from 'node:assert';
import { lineCoverage, type ScriptCoverage } from '../../tools/coverage.ts';

const SOURCE = `interface A {
  b: number;
}

/** One comment. */
export function ran(a: A): number {
  return a.b > 0 ? 1 : 2;
}

function neverRan(): void {
  ran({ b: 1 });
}
`;
const at = (text: string) => SOURCE.indexOf(text);
const range = (from: number, to: number, count: number) => ({
  ranges: [{ startOffset: from, endOffset: to, count }],
});
const report = (count: number): ScriptCoverage => ({
  url: 'file:///a.ts',
  functions: [
    range(0, SOURCE.length, 1),
    range(at('function ran'), at('function neverRan') - 2, 1),
    range(at('function neverRan'), SOURCE.length - 1, count),
  ],
});

describe('the coverage of lines', () => {
  it('counts lines with code, and those of them that ran', () => {
    assert.deepEqual(lineCoverage(SOURCE, [report(0)]), { lines: 6, covered: 3 });
  });

  it('is that of all reports together, and 0 without one', () => {
    assert.deepEqual(lineCoverage(SOURCE, [report(0), report(2)]), { lines: 6, covered: 6 });
    assert.deepEqual(lineCoverage(SOURCE, []), { lines: 6, covered: 0 });
  });

  it('finds no code in types alone', () => {
    assert.deepEqual(lineCoverage('export interface A {\n  b: string;\n}\n', []), {
      lines: 0,
      covered: 0,
    });
  });
});
