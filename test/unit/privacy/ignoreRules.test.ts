import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { parseIgnoreFile, verdictOf } from '../../../server/src/privacy/ignoreRules.ts';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { processorMs } from '../../support/processorTime.ts';

/** Pieces of patterns and of paths, so that many match. All in small letters: we do not tell `A` from `a`, git does. */
const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  'a.b',
  '*',
  '**',
  '?',
  '[ab]',
  '[!a]',
  '[a-c]',
  '*b',
  'a*',
  '\\a',
  'a**b',
  '[[:alpha:]]',
  '[',
  'b\\',
  '*a*b*',
);
const line = fc
  .tuple(
    fc.constantFrom('', '', '!', '/', '!/', '#', '**/', ' '),
    fc.array(piece, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', '', '/', '/**', ' ', '\\ ', '/*', '\r'),
  )
  .map(([before, pieces, after]) => before + pieces.join('/') + after);
const file = fc.array(line, { maxLength: 5 }).map((lines) => `${lines.join('\n')}\n`);
const name = fc.constantFrom('a', 'b', 'ab', 'a.b', 'c', 'aab', 'b c');

describe('ignore files', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    execFileSync('git', ['init', '-q', root]);
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  /** Those of some paths that git ignores. */
  const ignoredByGit = (paths: readonly string[]): string[] => {
    try {
      const options = { cwd: root, input: paths.join('\0'), encoding: 'utf8' as const };
      const args = ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '-z', '--stdin'];
      return execFileSync('git', args, { ...options, stdio: ['pipe', 'pipe', 'ignore'] })
        .split('\0')
        .filter((path) => path !== '');
    } catch (error) {
      // It ends with 1 where none is ignored.
      assert.equal((error as { status: number }).status, 1);
      return [];
    }
  };
  const ignoredByUs = (paths: readonly string[]): string[] => {
    const policy = new SharingPolicy([root], new FakeClock());
    return paths.filter(
      (path) => policy.exclusionOfEntry(join(root, path), false) === '.gitignore',
    );
  };

  it('mean what git takes them to mean, whatever stands in them', () => {
    const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }), {
      minLength: 5,
      maxLength: 8,
    });
    const trees = fc.tuple(file, file, file, paths);
    fc.assert(
      fc.property(trees, ([top, inner, own, names]) => {
        const asked = [...new Set(names.map((each) => each.join('/')))]
          // That is the folder.
          .filter((path) => path !== 'a');
        write('.gitignore', top);
        write('a/.gitignore', inner);
        write('.git/info/exclude', own);
        assert.deepEqual(ignoredByUs(asked), ignoredByGit(asked));
      }),
      { numRuns: 150 },
    );
  });

  it('are read past a mark of the order of bytes and line ends of Windows', () => {
    write('.gitignore', '\uFEFFfirst.ts\r\nsecond.ts\r\n');
    assert.deepEqual(ignoredByUs(['first.ts', 'second.ts', 'third.ts']), ['first.ts', 'second.ts']);
  });

  it('take three stars for two, as git does', () => {
    write('.gitignore', '***/out/\n');
    const names = ['out/x', 'a/out/x', 'a/b/out/x', 'a/outer/x'];
    assert.deepEqual(ignoredByUs(names), ignoredByGit(names));
    assert.equal(ignoredByUs(names).length, 3);
  });

  it('match nothing by a slash where no path has one, as git does', () => {
    const names = ['a/a', 'a/b', 'b'];
    for (const wrong of ['\\/b', 'a//', 'a//b', '//b', '**//b']) {
      for (const text of [`${wrong}\n`, `a/\nb\n!${wrong}\n`]) {
        write('.gitignore', text);
        assert.deepEqual(ignoredByUs(names), ignoredByGit(names), text);
      }
    }
  });

  it('take slashes in a class for what git takes them for', () => {
    const names = ['a*/a', 'a', 'ab', 'b/a', 'a/b', '[/b]'];
    for (const odd of [
      'a[//**[!a]',
      'a[//**[!a]/',
      '[//]b',
      '[b//]/a',
      'a[!//]',
      'a[/]b',
      '[!/]',
    ]) {
      write('.gitignore', `${odd}\n`);
      assert.deepEqual(ignoredByUs(names), ignoredByGit(names), odd);
    }
  });

  it('exclude in any case, and keep in the same case only', () => {
    write('.gitignore', 'Private/\n*.GEN\n!Keep.gen\n');
    const names = ['private/a', 'a.gen', 'Keep.gen', 'keep.gen'];
    assert.deepEqual(ignoredByUs(names), ['private/a', 'a.gen', 'keep.gen']);
  });

  it('take odd classes for what git takes them for', () => {
    const names = ['a', 'b', 'c', 'd', '-', '[', '!', '^', ']'];
    for (const odd of ['[b-[!a]', '[b-a]', '[^b-a]', '[a[:!]', '[[:]', '[[:!-@]', '[[:none:]a]']) {
      write('.gitignore', `${odd}\n`);
      assert.deepEqual(ignoredByUs(names), ignoredByGit(names), odd);
    }
  });

  it('exclude by a class that leaves letters out in one case only', () => {
    write('.gitignore', '[!A-C]\n');
    assert.deepEqual(ignoredByUs(['a', 'D', 'A']), ['a', 'D']);
  });

  const hostile: [what: string, pattern: string][] = [
    ['stars in a name', '*a'.repeat(60)],
    ['stars in a long name', `${'*a'.repeat(2_000)}b`],
    ['double stars', `${'**/'.repeat(60)}b`],
    ['double stars with names', `${'**/a/'.repeat(60)}b`],
    ['both', `${'**/*a*a*a/'.repeat(60)}b`],
    ['classes', `${'*[a-z]'.repeat(60)}!`],
    ['an open class', '['.repeat(4_000)],
    ['backslashes', '\\'.repeat(4_001)],
    ['blanks', `a${'\\ '.repeat(2_000)}`],
  ];
  for (const [what, pattern] of hostile) {
    it(`take no longer for ${what}`, () => {
      const rules = parseIgnoreFile(pattern);
      for (const path of [['a'.repeat(255)], Array.from({ length: 100 }, () => 'a'.repeat(40))]) {
        verdictOf(rules, path, false, { left: 1 });
        const effort = { left: 400_000 };
        const ms = processorMs(() => verdictOf(rules, path, false, effort));
        assert.ok(ms < 200, `${ms} ms`);
      }
    });
  }

  it('exclude what would take too long to decide', () => {
    write('.gitignore', `${'*a*a*a*a*a*a*b\n'.repeat(10_000)}`);
    const policy = new SharingPolicy([root], new FakeClock());
    const path = join(root, 'a'.repeat(200));
    assert.equal(policy.exclusionOfEntry(path, false), 'unreadableList');
  });
});
