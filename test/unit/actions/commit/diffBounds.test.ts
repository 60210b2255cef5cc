import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { parseDiff } from '../../../../server/src/actions/commit/diff.ts';
import { processorMs } from '../../../support/processorTime.ts';

/** For some megabytes; an idle machine takes a tenth of it, and what is not linear takes minutes. */
const MAX_MS = 3_000;
const HEAD = 'diff --git a/a b/a\nindex 1..2 100644\n--- a/a\n+++ b/a\n';

describe('a diff', () => {
  it('made of files and hunks is read as such', () => {
    const line = fc.stringMatching(/^[ -~]{0,20}$/);
    const name = fc.stringMatching(/^[a-z][a-z "é/ó]{0,12}[a-z]$/);
    const file = fc.record({
      name,
      old: fc.array(line, { maxLength: 5 }),
      now: fc.array(line, { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(fc.array(file, { maxLength: 6 }), (files) => {
        const diff = files.map(({ name: own, old, now }) => {
          const side = (letter: string) => {
            const whole = `${letter}/${own}`;
            return /["é ó]/.test(whole) && /["éó]/.test(whole)
              ? `"${whole.replaceAll('"', '\\"')}"`
              : whole;
          };
          const lines = [...old.map((each) => `-${each}`), ...now.map((each) => `+${each}`)];
          return `diff --git ${side('a')} ${side('b')}\nindex 1..2 100644\n--- ${side('a')}\n+++ ${side('b')}\n@@ -1,${old.length} +1,${now.length} @@\n${lines.join('\n')}\n`;
        });
        const read = parseDiff(diff.join(''));
        assert.deepEqual(
          read.map(({ names, hunks }) => [
            names,
            hunks.map(({ added, removed }) => [added, removed]),
          ]),
          files.map(({ name: own, old, now }) => [[own], [[now.length, old.length]]]),
        );
      }),
    );
  });

  it('of whatever kind is read, and no line of it comes twice', () => {
    const piece = fc.constantFrom(
      'diff --git a/a b/a',
      'diff --cc b',
      'diff --git "a/\\',
      '@@ -1,5 +1,5 @@',
      '@@@ -1 -1 +1 @@@',
      '@@',
      '@@ -9999999999 +1 @@',
      '+x',
      '-y',
      ' z',
      '',
      '\\ No',
      '--- a/a',
      '+++ b/a',
      'rename from x',
      'rename to "',
      'Submodule s 1111..2222:',
      '  > s',
      '\x1b[m',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (lines) => {
        const diff = lines.join('\n');
        const all = parseDiff(diff).flatMap(({ hunks }) => hunks.map(({ text }) => text));
        let from = 0;
        for (const text of all) {
          const at = diff.replaceAll('\x1b[m', '').indexOf(text, from);
          assert.ok(at >= from || diff.includes('\x1b'), JSON.stringify(text));
          from = Math.max(from, at + text.length);
        }
      }),
    );
  });

  for (const [name, unit, count] of [
    ['one long hunk', '+x\n', 3_000_000],
    ['heads of files', 'diff --git a/a b/a\n', 300_000],
    ['heads of hunks', '@@ -1 +1 @@\n', 500_000],
    ['quotes', 'diff --git "a/\\\\\\\\\n', 300_000],
    ['one line', '@', 8_000_000],
  ] as const) {
    it(`of nothing but ${name} is read at the speed of its length`, () => {
      const long = name === 'one long hunk' ? `@@ -0,0 +1,${count} @@\n` : '';
      const diff = HEAD + long + unit.repeat(count);
      const ms = processorMs(() => parseDiff(diff));
      assert.ok(ms <= MAX_MS, `${ms} ms`);
    });
  }
});
