import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { sourceLook, sourceReader } from '../../../server/src/privacy/sourceFiles.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('sourceReader', () => {
  let root: string;
  const uriOf = (path: string) => pathToFileURL(join(root, path)).href;

  const readerOf = (...folders: string[]) =>
    sourceReader(new SharingPolicy(folders, new FakeClock()), { soon: queueMicrotask });

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
    const read = readerOf(join(root, 'project'));
    assert.equal(await read(uriOf('project/a.ts')), 'a;');
    assert.equal(await read(uriOf('outside.ts')), undefined);
    assert.equal(await read(uriOf('project/../outside.ts')), undefined);
    assert.equal(await read(uriOf('project/node_modules/other/b.ts')), undefined);
    assert.equal(await read(uriOf('project/large.ts')), undefined);
    assert.equal(await read(uriOf('project/nowhere.ts')), undefined);
    assert.equal(await read('untitled:a.ts'), undefined);
  });

  it('looks whether what was read may still be', () => {
    const isThere = sourceLook(new SharingPolicy([join(root, 'project')], new FakeClock()));
    assert.ok(isThere(uriOf('project/a.ts')));
    renameSync(join(root, 'project/a.ts'), join(root, 'project/.env'));
    for (const name of ['project/a.ts', 'project/.env', 'outside.ts']) {
      assert.ok(!isThere(uriOf(name)), name);
    }
    assert.ok(!isThere('untitled:a.ts'));
  });

  it('reads nothing without a folder', async () => {
    assert.equal(await readerOf()(uriOf('project/a.ts')), undefined);
  });
});
