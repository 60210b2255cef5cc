import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { collectFiles } from '../../../../server/src/workspace/host/collectFiles.ts';

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
  const collect = (options: Partial<Parameters<typeof collectFiles>[0]> = {}) =>
    [
      ...collectFiles({
        folders: [root],
        excludes: [],
        maxFiles: 100,
        maxBytes: 1_000_000,
        ...options,
      }),
    ].map(({ path }) => relative(root, path));

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
    assert.deepEqual(collect(), ['.gitignore', 'gen.ts', 'src/.gitignore', 'src/keep.log']);
  });

  it('obeys the excluded globs', () => {
    write({ 'a.ts': 'x', 'a.spec.ts': 'x', 'lib/deep/b.spec.ts': 'x', 'private/c.ts': 'x' });
    assert.deepEqual(collect({ excludes: ['**/*.spec.ts', '**/private'] }), ['a.ts']);
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
});
