import { strict as assert } from 'node:assert';
import { parseDiff } from '../../../../server/src/actions/commit/diff.ts';

const HEAD =
  'diff --git a/src/a.ts b/src/a.ts\nindex 1111111..2222222 100644\n--- a/src/a.ts\n+++ b/src/a.ts\n';
const HUNK = '@@ -1,2 +1,2 @@ function a() {\n one\n-two\n+three\n';

/** The names and facts of each file of a diff. */
const told = (diff: string) =>
  parseDiff(diff).map(({ names, kind, is, mode, hunks }) => [
    names.join(' → '),
    kind,
    is,
    ...(mode === undefined ? [] : [mode]),
    ...hunks.map(({ added, removed }) => `+${added} -${removed}`),
  ]);

describe('a diff', () => {
  it('of one file has its hunks, whole', () => {
    const [file] = parseDiff(`${HEAD}${HUNK}@@ -9 +9,0 @@\n-nine\n\\ No newline at end of file\n`);
    assert.deepEqual(file?.names, ['src/a.ts']);
    assert.deepEqual(
      file?.hunks.map(({ text }) => text),
      [HUNK.trimEnd(), '@@ -9 +9,0 @@\n-nine\n\\ No newline at end of file'],
    );
    assert.deepEqual(told(`${HEAD}${HUNK}`), [['src/a.ts', 'modified', 'file', '+1 -1']]);
  });

  const heads: [name: string, diff: string, ...expected: string[]][] = [
    [
      'a new file',
      'diff --git a/n b/n\nnew file mode 100644\nindex 0000000..1111111\n--- /dev/null\n+++ b/n\n@@ -0,0 +1 @@\n+x\n',
      'n',
      'added',
      'file',
      '+1 -0',
    ],
    [
      'a deleted file',
      'diff --git a/n b/n\ndeleted file mode 100644\nindex 1111111..0000000\n--- a/n\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n',
      'n',
      'deleted',
      'file',
      '+0 -1',
    ],
    [
      'a renamed file',
      'diff --git a/old.ts b/new/name.ts\nsimilarity index 100%\nrename from old.ts\nrename to new/name.ts\n',
      'old.ts → new/name.ts',
      'renamed',
      'file',
    ],
    [
      'a renamed file that was changed, with blanks and a tab behind them',
      'diff --git a/my old b/my new\nsimilarity index 90%\nrename from my old\nrename to my new\nindex 1111111..2222222 100644\n--- a/my old\t\n+++ b/my new\t\n@@ -1 +1 @@\n-x\n+y\n',
      'my old → my new',
      'renamed',
      'file',
      '+1 -1',
    ],
    [
      'a copy',
      'diff --git a/o b/n\nsimilarity index 100%\ncopy from o\ncopy to n\n',
      'o → n',
      'copied',
      'file',
    ],
    [
      'another mode',
      'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n',
      'run.sh',
      'modified',
      'file',
      '100755',
    ],
    [
      'a binary file',
      'diff --git a/i.png b/i.png\nindex 1111111..2222222 100644\nBinary files a/i.png and b/i.png differ\n',
      'i.png',
      'modified',
      'binary',
    ],
    [
      'a binary patch',
      'diff --git a/i.png b/i.png\nindex 1111111..2222222 100644\nGIT binary patch\nliteral 3\nKcmZQzWM}~Z\n\nliteral 0\nHcmV?d00001\n\n',
      'i.png',
      'modified',
      'binary',
    ],
    [
      'a quoted name',
      'diff --git "a/f\\303\\251\\t\\"q\\".txt" "b/f\\303\\251\\t\\"q\\".txt"\nnew file mode 100644\n',
      'fé\t"q".txt',
      'added',
      'file',
    ],
    [
      'one quoted name of two',
      'diff --git a/plain "b/f\\303\\251"\nsimilarity index 100%\nrename from plain\nrename to "f\\303\\251"\n',
      'plain → fé',
      'renamed',
      'file',
    ],
    [
      'a submodule',
      'diff --git a/lib b/lib\nindex 1111111..2222222 160000\n--- a/lib\n+++ b/lib\n@@ -1 +1 @@\n-Subproject commit 1\n+Subproject commit 2\n',
      'lib',
      'modified',
      'submodule',
      '+1 -1',
    ],
    [
      'a submodule told as a log',
      'Submodule libs/my lib 1111111..2222222:\n  > A subject\n  < Another\n',
      'libs/my lib',
      'modified',
      'submodule',
    ],
    [
      'a link',
      'diff --git a/l b/l\nnew file mode 120000\nindex 0000000..1111111\n--- /dev/null\n+++ b/l\n@@ -0,0 +1 @@\n+target\n\\ No newline at end of file\n',
      'l',
      'added',
      'link',
      '+1 -0',
    ],
    [
      'a merge',
      'diff --cc src/a.ts\nindex 1111111,2222222..3333333\n--- a/src/a.ts\n+++ b/src/a.ts\n@@@ -1,2 -1,2 +1,3 @@@\n  same\n- ours\n -theirs\n++both\n++more\n',
      'src/a.ts',
      'modified',
      'file',
      '+2 -2',
    ],
    [
      'no prefixes',
      'diff --git a/n a/n\nnew file mode 100644\n--- /dev/null\n+++ a/n\n@@ -0,0 +1 @@\n+x\n',
      'a/n',
      'added',
      'file',
      '+1 -0',
    ],
    [
      'prefixes by what is compared',
      'diff --git c/n i/n\nindex 1..2 100644\n--- c/n\n+++ i/n\n@@ -1 +1 @@\n-x\n+y\n',
      'n',
      'modified',
      'file',
      '+1 -1',
    ],
  ];
  for (const [name, diff, ...expected] of heads) {
    it(`tells ${name}`, () => assert.deepEqual(told(diff), [expected]));
    it(`tells ${name} between others`, () =>
      assert.deepEqual(told(`${HEAD}${HUNK}${diff}${HEAD}${HUNK}`)[1], expected));
  }

  it('with prefixes of the user tells the name without them, and all that it may be', () => {
    const diff = 'diff --git old/n new/n\n--- old/x/n\n+++ new/x/n\n@@ -1 +1 @@\n-x\n+y\n';
    const [file] = parseDiff(diff.replaceAll('old/n new/n', 'old/x/n new/x/n'));
    assert.equal(file?.names.at(-1), 'x/n');
    assert.ok(file?.names.includes('old/x/n'));
  });

  it('with prefixes that do not end in a slash tells the name in its folder, too', () => {
    const namesOf = (from: string, to: string) =>
      parseDiff(`diff --git ${from} ${to}\n--- ${from}\n+++ ${to}\n@@ -1 +1 @@\n-x\n+y\n`)[0]
        ?.names ?? [];
    assert.ok(namesOf('oldprivate/x.ts', 'newprivate/x.ts').includes('private/x.ts'));
    assert.ok(namesOf('my-old-private/x.ts', 'my-new-private/x.ts').includes('private/x.ts'));
    assert.ok(namesOf('my_old_src-a/x.ts', 'my_new_src-a/x.ts').includes('src-a/x.ts'));
    const many = `${'-a'.repeat(100)}/x.ts`;
    assert.equal(namesOf(`old${many}`, `new${many}`).length, 12);
    assert.ok(namesOf('old/private/x.ts', 'new/private/x.ts').every((name) => name[0] !== '/'));
  });

  it('passes a file over of which the name cannot be told, with all that it holds', () => {
    for (const first of [
      'a/x longer/x',
      '',
      'x',
      `a/${'x'.repeat(30_000)} b/${'x'.repeat(30_000)}`,
    ]) {
      const odd = `diff --git ${first}\nindex 1..2 100644\n@@ -1 +1 @@\n-secret\n+secret\n`;
      const files = parseDiff(`${HEAD}${HUNK}${odd}${HEAD}${HUNK}`);
      assert.equal(files.length, 2);
      assert.ok(!JSON.stringify(files).includes('secret'));
    }
  });

  it('takes lines of code that look like heads for code', () => {
    const code =
      '@@ -1,3 +1,3 @@\n--- a/other.ts\n-diff --git a/x b/x\n-@@ -1 +1 @@\n+++ b/other.ts\n+Submodule x 1111..2222:\n+y\n';
    assert.deepEqual(told(HEAD + code), [['src/a.ts', 'modified', 'file', '+3 -3']]);
  });

  it('gives a file no lines that are not its own', () => {
    const log =
      'Submodule private 1111111..2222222:\n  > secret subject\n* Unmerged path secret.ts\n';
    const files = parseDiff(`${HEAD}${HUNK}${log}${HEAD}${HUNK}`);
    assert.deepEqual(
      files.map(({ names }) => names[0]),
      ['src/a.ts', 'private', 'src/a.ts'],
    );
    assert.ok(!JSON.stringify(files).includes('secret'));
  });

  it('takes empty lines for lines without a change', () => {
    assert.deepEqual(told(`${HEAD}@@ -1,3 +1,3 @@\n one\n\n-two\n+three\n`), [
      ['src/a.ts', 'modified', 'file', '+1 -1'],
    ]);
  });

  it('is read without its colors', () => {
    const colored = `\x1b[1m${HEAD.trimEnd().replaceAll('\n', '\x1b[m\n\x1b[1m')}\x1b[m\n\x1b[36m@@ -1 +1 @@\x1b[m\n\x1b[31m-x\x1b[m\n\x1b[32m+y\x1b[m\n`;
    assert.deepEqual(told(colored), [['src/a.ts', 'modified', 'file', '+1 -1']]);
  });

  it('ends where it was cut', () => {
    assert.deepEqual(told(`${HEAD}@@ -1,90 +1,90 @@\n-x\n+y`), [
      ['src/a.ts', 'modified', 'file', '+1 -1'],
    ]);
    assert.deepEqual(told('diff --git a/a'), []);
  });

  it('is none where another tool wrote it', () =>
    assert.deepEqual(told('src/a.ts --- TypeScript\n1 one  1 one\n'), []));
});
