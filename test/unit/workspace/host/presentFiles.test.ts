import { strict as assert } from 'node:assert';
import {
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PresentFiles } from '../../../../server/src/workspace/host/presentFiles.ts';

describe('files that were read', () => {
  let root: string;
  let ms: number;
  let files: PresentFiles;
  const path = (name: string) => join(root, name);
  const look = () => {
    ms += 200;
    return files.gone();
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'aurelis-present-'));
    ms = 0;
    mkdirSync(path('old'));
    for (const name of ['a.ts', 'b.ts', 'old/c.ts', 'old/d.ts']) writeFileSync(path(name), 'x');
    // Long ago, as in most folders.
    for (const name of ['old', '.']) utimesSync(path(name), 1, 1);
    files = new PresentFiles({ now: Date.now, monotonic: () => ms });
    for (const name of ['a.ts', 'b.ts', 'old/c.ts', 'old/d.ts']) files.add(path(name));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('are known to be gone at the next look, renamed or removed', () => {
    assert.deepEqual(look(), []);
    renameSync(path('a.ts'), path('.env'));
    assert.deepEqual(look(), [path('a.ts')]);
    // At once again, within the coarseness of the file system's times.
    rmSync(path('b.ts'));
    assert.deepEqual(look(), [path('b.ts')]);
    assert.deepEqual(look(), []);
  });

  it('are gone with their folder, and where a link takes their place', () => {
    rmSync(path('a.ts'));
    symlinkSync('b.ts', path('a.ts'));
    renameSync(path('old'), path('new'));
    assert.deepEqual(look().sort(), [path('a.ts'), path('old/c.ts'), path('old/d.ts')]);
  });

  it('are looked at five times a second at most, and only in folders that have changed', () => {
    rmSync(path('old/c.ts'));
    ms += 199;
    assert.deepEqual(files.gone(), []);
    // As if nothing had changed there: then the files are not looked at.
    utimesSync(path('old'), 1, 1);
    assert.deepEqual(look(), []);
  });
});
