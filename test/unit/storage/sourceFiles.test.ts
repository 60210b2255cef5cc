import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sourceReader } from '../../../server/src/storage/sourceFiles.ts';

describe('sourceReader', () => {
  let root: string;
  const uriOf = (path: string) => pathToFileURL(join(root, path)).href;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-'));
    mkdirSync(join(root, 'project/node_modules/other'), { recursive: true });
    writeFileSync(join(root, 'project/a.ts'), 'a;');
    writeFileSync(join(root, 'project/node_modules/other/b.ts'), 'b;');
    writeFileSync(join(root, 'project/large.ts'), 'x'.repeat(300_000));
    writeFileSync(join(root, 'outside.ts'), 'o;');
  });

  afterEach(() => rmSync(root, { recursive: true }));

  it('reads what lies in the workspace, and nothing else', async () => {
    const read = sourceReader([join(root, 'project')]);
    assert.equal(await read(uriOf('project/a.ts')), 'a;');
    assert.equal(await read(uriOf('outside.ts')), undefined);
    assert.equal(await read(uriOf('project/../outside.ts')), undefined);
    assert.equal(await read(uriOf('project/node_modules/other/b.ts')), undefined);
    assert.equal(await read(uriOf('project/large.ts')), undefined);
    assert.equal(await read(uriOf('project/nowhere.ts')), undefined);
    assert.equal(await read('untitled:a.ts'), undefined);
  });

  it('reads nothing without a folder', async () => {
    assert.equal(await sourceReader([])(uriOf('project/a.ts')), undefined);
  });
});
