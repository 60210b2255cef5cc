import { strict as assert } from 'node:assert';
import { applied } from '../../../bench/text/fixes/applied.ts';
import { type ForeignFile, fixes, type Verdict } from '../../../bench/text/fixes/fixes.ts';
import { sourcesOf } from '../../../tools/sources.ts';

const files: ForeignFile[] = [
  ...sourcesOf('commander', 'lib/*.js').map((file) => ({ ...file, languageId: 'javascript' })),
  ...sourcesOf('commander', 'Readme.md').map((file) => ({ ...file, languageId: 'markdown' })),
];

describe('fixes of true faults in files of others', () => {
  for (const half of ['tune', 'judge'] as const) {
    it(`destroy nothing in half of them (${half})`, async () => {
      const bad: Verdict[] = [];
      const onVerdict = (verdict: Verdict) => {
        if (verdict.kind === 'destructive') bad.push(verdict);
      };
      const measured = await fixes({ files, half, faultsPerFile: 2, pairs: 1_000, onVerdict });
      assert.deepEqual(
        bad.map(({ shape, path }) => `${shape}: ${path}`),
        [],
      );
      const value = (name: string) => measured.find((each) => each.name === name)?.value ?? 0;
      assert.ok(value('answers judged') > 100);
      assert.ok(value('right block, mended') > 90);
      assert.equal(value('any edits that touch others'), 0);
    });
  }
});

describe('applied', () => {
  const range = (line: number, from: number, to: number) => ({
    start: { line, character: from },
    end: { line, character: to },
  });

  it('counts UTF-16 units in the lines of the original', () => {
    const edits = [
      { range: range(1, 2, 3), newText: 'x\r\ny' },
      { range: range(0, 0, 1), newText: '' },
    ];
    assert.equal(applied('ab\r\n😀c\rd', edits), 'b\r\n😀x\r\ny\rd');
  });

  it('refuses edits that overlap', () => {
    const edits = [
      { range: range(0, 0, 2), newText: '' },
      { range: range(0, 1, 3), newText: '' },
    ];
    assert.throws(() => applied('abc', edits), /overlap/);
  });
});
