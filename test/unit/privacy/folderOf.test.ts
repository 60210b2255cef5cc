import { strict as assert } from 'node:assert';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SharingPolicy } from '../../../server/src/privacy/sharingPolicy.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('the workspace folder of a file', () => {
  let root: string;
  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'aurelis-')));
    mkdirSync(join(root, 'one/inner'), { recursive: true });
    mkdirSync(join(root, 'two'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const folderOf = (folders: readonly string[], path: string) => {
    const own = folders.map((folder) => join(root, folder));
    const policy = new SharingPolicy(own, new FakeClock());
    return policy.folderOf(pathToFileURL(join(root, path)).href)?.slice(root.length + 1);
  };

  it('is the innermost one around it', () => {
    assert.equal(folderOf(['one', 'two', 'one/inner'], 'one/inner/a.ts'), 'one/inner');
    assert.equal(folderOf(['one/inner', 'one'], 'one/inner/a.ts'), 'one/inner');
    assert.equal(folderOf(['one', 'two'], 'two/a.ts'), 'two');
    assert.equal(folderOf(['one'], 'one'), 'one');
  });

  it('is found behind a link, too', () => {
    symlinkSync(join(root, 'two'), join(root, 'link'));
    assert.equal(folderOf(['link'], 'two/a.ts'), 'two');
    assert.equal(folderOf(['link'], 'link/a.ts'), 'link');
  });

  it('is for a folder around folders the first of them', () =>
    assert.equal(folderOf(['one/inner', 'two'], ''), 'one/inner'));

  it('is none for what lies elsewhere, or on no disk', () => {
    assert.equal(folderOf(['one'], 'two/a.ts'), undefined);
    const policy = new SharingPolicy([join(root, 'one')], new FakeClock());
    for (const uri of ['untitled:a', 'file:///%zz', `vscode-remote://host${root}/one/a.ts`])
      assert.equal(policy.folderOf(uri), undefined);
  });
});
