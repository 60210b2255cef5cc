import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromHome, usableFolder } from '../../../server/src/storage/usableFolder.ts';

describe('the folder that a client names for files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('puts the home of the user in the place of its sign alone', () => {
    assert.equal(fromHome('~/cache'), join(homedir(), 'cache'));
    assert.equal(fromHome('~'), homedir());
    for (const path of ['~other/cache', '/a/~/b', '']) assert.equal(fromHome(path), path);
  });

  it('is made, for its owner alone', () => {
    const path = join(folder, 'a', 'b');
    assert.equal(usableFolder(path), path);
    assert.equal(statSync(path).mode & 0o777, 0o700);
  });

  it('is not used where it is relative, a file, below one, or of the system', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const wrong = [
      '',
      'x',
      './x',
      '../x',
      '~x/y',
      file,
      join(file, 'x'),
      '/proc/aurelis',
      '/proc/aurelis/a/b',
      `/${'x'.repeat(5_000)}`,
      `${folder}/a\0b`,
    ];
    for (const path of wrong) assert.equal(usableFolder(path), undefined, path.slice(0, 40));
    for (const path of ['x', '~x']) assert.equal(existsSync(path), false);
  });

  it('may be in the home of the user', () => {
    const { HOME, USERPROFILE } = process.env;
    Object.assign(process.env, { HOME: folder, USERPROFILE: folder });
    try {
      assert.equal(usableFolder('~/x'), join(folder, 'x'));
      assert.equal(usableFolder('~'), folder);
    } finally {
      Object.assign(process.env, { HOME, USERPROFILE });
      if (USERPROFILE === undefined) delete process.env.USERPROFILE;
    }
  });
});
