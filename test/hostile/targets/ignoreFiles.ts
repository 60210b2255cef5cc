import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import fc from 'fast-check';
import { IgnoreFiles } from '../../../server/src/privacy/ignoreFiles.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';
import { target } from '../fuzzTarget.ts';
import { GitIgnore } from '../gitIgnore.ts';

const NAMES = ['a', 'b', 'ab', 'aab', '.a', 'a.b', 'a b', 'b ', '[a]', '#a', '!a', 'a*', '-'];
const PIECES = [
  'a',
  'b',
  'ab',
  '.',
  '*',
  '**',
  '?',
  '/',
  '[ab]',
  '[!a]',
  '[a-b]',
  '[^b]',
  '[[:alpha:]]',
];
const ODD_PIECES = [
  '[',
  ']',
  '[]a]',
  '[a',
  '\\',
  '\\*',
  '\\a',
  '!',
  '#',
  ' ',
  '\\ ',
  '-',
  '[b-',
  '[b-a]',
  '[:',
  '[!a-[:',
  'ä',
  '\t',
  'A',
];

const pattern = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...PIECES) },
      { weight: 1, arbitrary: fc.constantFrom(...ODD_PIECES) },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))
  // By an oddity of git's, `a**/b` is `a` and then `**/b`; its manual says that it is `a*/b`.
  .filter((each) => !/[^/*]\*\*/.test(each));
const line = fc.oneof(
  { weight: 6, arbitrary: pattern },
  { weight: 2, arbitrary: pattern.map((each) => `!${each}`) },
  { weight: 2, arbitrary: pattern.map((each) => `${each}/`) },
  { weight: 1, arbitrary: fc.constantFrom('', '# note', '/', '**', '!', '\\', '/**/', 'a/**/b') },
);
const list = fc
  .tuple(
    fc.array(line, { maxLength: 5 }),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom('', '\ufeff'),
  )
  .map(([lines, end, start]) => start + lines.join(end));
const path = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 })
  .map((names) => names.join('/'));

interface IgnoreCase {
  /** Ignore files, by the folder that they are in. */
  readonly lists: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
}

/**
 * Where more may be excluded than by git: by capitals (some systems do not tell them from small letters), also those in a range
 * that begins before them, and by letters that git takes for two.
 */
const MORE = /A|[\t -Z]-|[^\0-\x7f]/;

let folders = 0;

async function check(git: GitIgnore, { lists, paths }: IgnoreCase): Promise<void> {
  const own = `c${++folders}`;
  for (const [folder, text] of Object.entries(lists))
    git.write(join(own, folder, '.gitignore'), text);
  git.write(join(own, 'z'), '');
  const ours = new IgnoreFiles([git.folder], new FakeClock());
  const mayDiffer = Object.values(lists).some((text) => MORE.test(text));
  try {
    // Files alone are asked about, and those are folders.
    const isFolder = (each: string) =>
      Object.keys(lists).some((at) => `${at}/`.startsWith(`${each}/`));
    for (const each of paths.filter((one) => !isFolder(one))) {
      const isIgnored = await git.ignores(`${own}/${each}`);
      const verdict = ours.verdictOf(join(git.folder, own, each));
      if (isIgnored || !mayDiffer) {
        assert.equal(verdict !== undefined, isIgnored, `${JSON.stringify(each)}: ${verdict}`);
      }
    }
  } finally {
    git.remove(own);
  }
}

/** Ignore files beside the installed git: what it ignores is excluded, and nothing else. */
export const ignoreFiles = target<IgnoreCase>({
  name: 'ignoreFiles',
  share: 20,
  maxMs: 500,
  open: () => {
    const git = new GitIgnore();
    return {
      cases: fc.record({
        lists: fc.dictionary(fc.constantFrom('', 'a', 'b', 'a/b', 'ab'), list, {
          minKeys: 1,
          maxKeys: 3,
        }),
        paths: fc.array(path, { minLength: 1, maxLength: 8 }),
      }),
      check: (each) => check(git, each),
      close: () => git.close(),
    };
  },
});
