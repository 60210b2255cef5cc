import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { changedLines } from '../../../../tools/terminal/changedLines.ts';

const text = (...lines: (string | number)[]): string => lines.map((line) => `${line}\n`).join('');

/** The text that a diff leads to. */
function patched(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const made: string[] = [];
  let at = 0;
  for (const line of diff
    .replaceAll('\n\\ No newline at end of file\n', '\0')
    .match(/[^\n\0]*[\n\0]/g) ?? []) {
    const [, first, count] = /^@@ -(\d+),(\d+) \+\d+,\d+ @@\n$/.exec(line) ?? [];
    const own = line.slice(1).replace('\0', '');
    if (first !== undefined) {
      const start = count === '0' ? Number(first) : Number(first) - 1;
      made.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith('+') && !line.startsWith('+++')) made.push(own);
    else if (/^[- ]/.test(line) && !line.startsWith('---')) {
      assert.equal(own, old[at++]);
      if (line.startsWith(' ')) made.push(own);
    }
  }
  return [...made, ...old.slice(at)].join('');
}

describe('a change in the terminal', () => {
  it('is a unified diff with three lines around it, in as many pieces as there are places', () => {
    const lines = Array.from({ length: 20 }, (_, at) => at + 1);
    const now = lines.flatMap((line) =>
      line === 2 ? ['two'] : line === 18 ? [18, 'more'] : [line],
    );
    assert.equal(
      changedLines('a.ts', text(...lines), text(...now)),
      text(
        ...['--- a.ts', '+++ a.ts', '@@ -1,5 +1,5 @@', ' 1', '-2', '+two', ' 3', ' 4', ' 5'],
        ...['@@ -16,5 +16,6 @@', ' 16', ' 17', ' 18', '+more', ' 19', ' 20'],
      ),
    );
  });

  it('is one piece where places are near each other, and nothing where there is none', () => {
    const near = changedLines('a', text(1, 2, 3, 4, 5, 6, 7, 8), text('x', 2, 3, 4, 5, 6, 'y', 8));
    assert.equal(near.match(/@@ -/g)?.length, 1);
    assert.equal(changedLines('a', text(1), text(1)), '');
  });

  it('tells a last line without an end', () => {
    const end = '\\ No newline at end of file';
    assert.equal(
      changedLines('a', 'x', 'y\n'),
      text('--- a', '+++ a', '@@ -1,1 +1,1 @@', '-x', end, '+y'),
    );
  });

  it('leads to the new text', () => {
    const some = fc
      .array(fc.constantFrom('a\n', 'b\n', '\n', 'c\r\n', 'd'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(some, some, (before, after) => {
        assert.equal(patched(before, changedLines('x', before, after)), after);
      }),
    );
  });
});
