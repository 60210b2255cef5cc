import { strict as assert } from 'node:assert';
import { homedir } from 'node:os';
import { globMatches, parseGlob } from '../../../server/src/base/pathGlob.ts';
import { mergedSettings } from '../../../server/src/settings/mergedSettings.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { processorMs } from '../../support/processorTime.ts';

const read = (value: unknown) => {
  const { settings, problems } = parseSettings({ privacy: { exclude: value } });
  return { globs: settings['privacy.exclude'], problems };
};

describe('the setting aurelis.privacy.exclude', () => {
  it('keeps the globs that can be used, and tells of each other', () => {
    const { globs, problems } = read(['*.dump', '!a', 'a{b', 'a[b', '', 7, 'b/**']);
    assert.deepEqual(globs, ['*.dump', 'b/**']);
    assert.deepEqual(problems, [
      'aurelis.privacy.exclude: "!a" begins with “!”, but files can only be excluded here; this glob is left out.',
      'aurelis.privacy.exclude: "a{b" has braces that do not match, or more than 200 alternatives; this glob is left out.',
      'aurelis.privacy.exclude: "a[b" has a bracket “[” that is not closed; this glob is left out.',
      'aurelis.privacy.exclude: "" is empty; this glob is left out.',
      'aurelis.privacy.exclude: 7 must be a text; this glob is left out.',
    ]);
  });

  it('takes one glob without its list, and no other form', () => {
    assert.deepEqual(read('*.dump'), { globs: ['*.dump'], problems: [] });
    assert.deepEqual(read({ a: true }), {
      globs: [],
      problems: ['aurelis.privacy.exclude: {…} must be a list of globs; it is ignored.'],
    });
  });

  it('heeds a thousand globs, and says so of more', () => {
    const { globs, problems } = read(Array.from({ length: 1_001 }, (_, index) => `a${index}`));
    assert.equal(globs.length, 1_000);
    assert.deepEqual(problems, ['aurelis.privacy.exclude: only the first 1000 globs are used.']);
  });

  it('is longer with what a folder adds, without a word', () => {
    const folders = [{ privacy: { exclude: ['b'] } }];
    const { settings, problems } = mergedSettings({
      user: [{ privacy: { exclude: ['a'] } }],
      folders,
    });
    assert.deepEqual(settings['privacy.exclude'], ['a', 'b']);
    assert.deepEqual(problems, []);
  });
});

describe('globs', () => {
  const matchesOf = (glob: string, paths: readonly string[]) => {
    const parsed = parseGlob(glob, true);
    assert.ok(parsed.kind === 'glob', glob);
    return paths.filter((path) => globMatches(parsed.glob, path.split('/'), { left: 1_000 }));
  };

  for (const glob of [
    './rel/**',
    '.\\rel\\*',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: so it is written in settings.
    '${workspaceFolder}/rel/**',
    'other/../rel/**',
    '{./rel,rel/./b}/x.ts',
  ]) {
    it(`are anchored at the workspace folder, however that is written: ${glob}`, () => {
      assert.deepEqual(matchesOf(glob, ['rel/x.ts', 'a/rel/x.ts']), ['rel/x.ts']);
    });
  }

  it('name places by a dot, the home folder and an address of a file', () => {
    assert.deepEqual(matchesOf('./**/x.js', ['a/b/x.js', 'x.js', 'y.js']), ['a/b/x.js', 'x.js']);
    assert.deepEqual(matchesOf('./x.js', ['x.js', 'a/x.js']), ['x.js']);
    const home = homedir().replaceAll('\\', '/').replace(/^\//, '');
    assert.equal(matchesOf('~/rel/**', [`${home}/rel/x.ts`]).length, 1);
    assert.equal(matchesOf('file:///a/b%20c/**', ['a/b c/x.ts']).length, 1);
    // The names of files may have all of these in them.
    assert.equal(matchesOf('*(1).pdf', ['a/b (1).pdf']).length, 1);
    assert.equal(matchesOf('a~/..b/c...', ['a~/..b/c...']).length, 1);
  });

  it('that can match nothing are told, with what to write', () => {
    const { globs, problems } = read([
      '../WS/rel/**',
      '**/../a',
      '**/*.+(js|ts)',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: so it is written in settings.
      '${env:HOME}/a',
      'https://example.org/a',
      'file:///a%ZZ',
    ]);
    assert.deepEqual(globs, []);
    const told = [
      /by “\.\.”; write the path from the workspace folder on/,
      /by “\.\.”/,
      /round brackets; write it as “\{a,b\}”/,
      /unknown variable; write the path itself/,
      /address; write a path/,
      /stray “%”/,
    ];
    for (const [index, each] of told.entries()) assert.match(problems[index] ?? '', each);
  });

  it('have alternatives, one inside the other', () => {
    const parsed = parseGlob('src/{a,b{1,2}}/*.{ts,js}', false);
    assert.ok(parsed.kind === 'glob');
    const matched = [
      'src/a/x.ts',
      'src/b1/x.js',
      'src/b2/x.ts',
      'src/b/x.ts',
      'src/b3/x.ts',
      'q/src/a/x.ts',
    ].filter((path) => globMatches(parsed.glob, path.split('/'), { left: 1_000 }));
    assert.deepEqual(matched, ['src/a/x.ts', 'src/b1/x.js', 'src/b2/x.ts']);
  });

  for (const glob of [
    '{a,b}'.repeat(100),
    '{'.repeat(900),
    '{,'.repeat(400),
    '['.repeat(900),
    '**/'.repeat(300),
    '*a'.repeat(450),
  ]) {
    it(`are parsed and compared at once: ${glob.slice(0, 12)}…`, () => {
      const ms = processorMs(() => {
        const parsed = parseGlob(glob, true);
        const path = Array.from({ length: 50 }, () => 'a'.repeat(80));
        if (parsed.kind === 'glob') globMatches(parsed.glob, path, { left: 400_000 });
      });
      assert.ok(ms < 200, `${ms} ms`);
    });
  }
});
