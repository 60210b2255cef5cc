import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative, sep } from 'node:path';
import { NOTHING_EXCLUDED, SharingPolicy } from '../../../../server/src/privacy/sharingPolicy.ts';
import {
  type CollectOptions,
  collectBeside,
  collectFiles,
} from '../../../../server/src/workspace/host/collectFiles.ts';
import { FakeClock } from '../../../../tools/testing/fakeClock.ts';

describe('collectFiles', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const write = (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
  };
  const collect = (changes: Partial<CollectOptions> = {}) => {
    const bounds = { maxFiles: 100, maxBytes: 1_000_000 };
    const options = { folders: [root], sharing: NOTHING_EXCLUDED, ...bounds, ...changes };
    const policy = new SharingPolicy(options.folders, new FakeClock(), options.sharing);
    return [...collectFiles(options, policy)].map(({ path }) => relative(root, path));
  };

  it('takes sources, shallow ones first', () => {
    write({ 'src/deep/c.ts': 'c', 'src/b.ts': 'b', 'a.ts': 'a' });
    assert.deepEqual(collect(), ['a.ts', 'src/b.ts', 'src/deep/c.ts']);
  });

  it('obeys .gitignore at every level', () => {
    write({
      '.gitignore': '*.log\nout/\n',
      'a.log': 'x',
      'out/b.ts': 'x',
      'src/.gitignore': '!keep.log\ngen.ts\n',
      'src/keep.log': 'x',
      'src/gen.ts': 'x',
      'gen.ts': 'x',
    });
    assert.deepEqual(collect(), ['src/keep.log', '.gitignore', 'src/.gitignore', 'gen.ts']);
  });

  it('obeys the excluded globs', () => {
    write({ 'a.ts': 'x', 'a.spec.ts': 'x', 'lib/deep/b.spec.ts': 'x', 'private/c.ts': 'x' });
    const globs = ['**/*.spec.ts', '**/private'];
    assert.deepEqual(collect({ sharing: { exclude: [], hidden: globs } }), ['a.ts']);
    assert.deepEqual(collect({ sharing: { exclude: ['*.spec.ts', 'private'], hidden: [] } }), [
      'a.ts',
    ]);
  });

  it('leaves out what holds secrets, is binary, generated, huge or not the project’s own', () => {
    write({
      'a.ts': 'x',
      '.env': 'KEY=1',
      'server.key': 'x',
      'b.bin': Buffer.from([65, 0, 66]),
      'min.ts': 'x'.repeat(5_000),
      'huge.ts': 'x\n'.repeat(300_000),
      'package-lock.json': '{}',
      'node_modules/d/e.ts': 'x',
      'empty.ts': '',
    });
    assert.deepEqual(collect(), ['a.ts']);
  });

  it('stops at its bounds, and stands a folder that is not there', () => {
    write({ 'a.ts': 'aaaa', 'b.ts': 'bbbb', 'c.ts': 'cccc' });
    assert.deepEqual(collect({ maxFiles: 2 }), ['a.ts', 'b.ts']);
    assert.deepEqual(collect({ maxBytes: 9 }), ['a.ts', 'b.ts']);
    assert.deepEqual(collect({ folders: [join(root, 'nowhere')] }), []);
  });

  describe('where the budget is too small for all', () => {
    const table = '1,2,3,4\n'.repeat(4_000);
    const many = (count: number, path: (index: number) => string, content: string) => {
      for (let index = 0; index < count; index++) write({ [path(index)]: content });
    };
    /** How many were taken below each first folder. */
    const counts = (files: readonly string[]) => {
      const found: Record<string, number> = {};
      for (const file of files) {
        const top = file.includes(sep) ? (file.split(sep)[0] as string) : extname(file);
        found[top] = (found[top] ?? 0) + 1;
      }
      return found;
    };

    it('takes code before data, whatever lies at the root', () => {
      many(30, (at) => `table${at}.csv`, table);
      many(30, (at) => `dump${at}.sql`, 'INSERT INTO t VALUES (1);\n'.repeat(3_000));
      many(30, (at) => `src/part${at}/code.ts`, 'let a = 1;\n');
      const taken = collect({ maxBytes: 200_000 });
      assert.equal(counts(taken).src, 30);
      assert.deepEqual(
        taken.slice(-30),
        taken.filter((file) => file.startsWith('src')),
      );
    });

    it('gives each folder its share, at every level', () => {
      many(90, (at) => `imported/lib${at % 9}/code${at}.go`, 'package a\n');
      many(30, (at) => `src/part${at % 3}/code${at}.go`, 'package b\n');
      many(5, (at) => `tools/tool${at}.go`, 'package c\n');
      assert.deepEqual(counts(collect({ maxFiles: 65 })), { imported: 30, src: 30, tools: 5 });
    });

    it('takes an eighth from what others have written', () => {
      many(90, (at) => `vendor/lib${at % 9}/code${at}.go`, 'package a\n');
      many(90, (at) => `src/part${at % 9}/code${at}.go`, 'package b\n');
      assert.deepEqual(counts(collect({ maxFiles: 45 })), { vendor: 5, src: 40 });
    });

    it('gives files that differ in their numbers alone one share together', () => {
      many(90, (at) => `src/case_${at}.ts`, 'let a;\n');
      write({ 'src/zebra.ts': 'let b;\n', 'src/lib/yak.ts': 'let c;\n' });
      const taken = collect({ maxFiles: 10 });
      assert.ok(taken.includes('src/zebra.ts') && taken.includes('src/lib/yak.ts'));
    });

    it('counts large files by their bytes', () => {
      many(20, (at) => `large/part${at}/code.ts`, 'let large = 1;\n'.repeat(1_000));
      many(20, (at) => `small/part${at}/code.ts`, 'let small = 1;\n');
      assert.deepEqual(counts(collect({ maxBytes: 100_000 })), { large: 6, small: 20 });
    });

    it('takes others in place of those that are no sources, but does not look for them without end', () => {
      many(60, (at) => `a${at}/bad.ts`, 'x'.repeat(5_000));
      many(60, (at) => `b${at}/good.ts`, 'let a;\n');
      assert.equal(collect({ maxFiles: 40 }).length, 20);
      assert.equal(collect({ maxFiles: 100 }).length, 60);
    });
  });

  it('leaves alone what is not UTF-8, and lines of data within a source', () => {
    write({
      'latin.ts': Buffer.from('// Schöne Grüße\n', 'latin1'),
      'marked.ts': '\ufefflet a;\n',
      'table.ts': `${'let a;\n'.repeat(9_000)}"${'A'.repeat(30_000)}"\n`,
      'last.ts': `${'let a;\n'.repeat(9_000)}"${'A'.repeat(30_000)}"`,
    });
    assert.deepEqual(collect(), ['marked.ts']);
  });

  it('names each file once where one folder of the workspace lies in another', () => {
    write({ 'a.ts': 'a', 'sub/b.ts': 'b' });
    assert.deepEqual(collect({ folders: [root, join(root, 'sub'), root] }).sort(), [
      'a.ts',
      'sub/b.ts',
    ]);
  });

  it('names the files beside one, without those that are known', () => {
    write({ 'src/a.ts': 'a', 'src/b.ts': 'b', 'src/c.ts': 'c', 'src/deep/d.ts': 'd', 'e.ts': 'e' });
    const policy = new SharingPolicy([root], new FakeClock());
    const known = (path: string) => path.endsWith('b.ts');
    const beside = (maxFiles: number) =>
      [...collectBeside(join(root, 'src'), policy, { maxFiles, maxBytes: 100 }, known)].map(
        ({ path }) => relative(root, path),
      );
    assert.deepEqual(beside(9), ['src/a.ts', 'src/c.ts']);
    assert.deepEqual(beside(1), ['src/a.ts']);
    assert.deepEqual(beside(0), []);
  });
});
