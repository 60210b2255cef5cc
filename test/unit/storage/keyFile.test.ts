import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyFile } from '../../../server/src/storage/keyFile.ts';

describe('keyFile', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    path = join(folder, 'deep', 'cache.key');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const mode = () => statSync(path).mode & 0o777;

  it('makes a secret that only its owner reads, and keeps it', () => {
    const secret = keyFile(path);
    assert.match(secret, /^[0-9a-f]{64}$/);
    assert.equal(keyFile(path), secret);
    assert.equal(mode(), 0o600);
  });

  it('closes a file that others could read', () => {
    const secret = keyFile(path);
    chmodSync(path, 0o644);
    assert.equal(keyFile(path), secret);
    assert.equal(mode(), 0o600);
  });

  it('waits at no pipe, follows no link, and reads no folder', () => {
    mkdirSync(join(folder, 'deep'));
    const secret = join(folder, 'elsewhere');
    writeFileSync(secret, '0'.repeat(64));
    const things = [
      () => mkdirSync(path),
      () => execFileSync('mkfifo', [path]),
      () => symlinkSync(secret, path),
    ];
    for (const put of things.slice(process.platform === 'win32' ? 2 : 0)) {
      put();
      assert.throws(() => keyFile(path), /cannot be written/);
      rmSync(path, { recursive: true });
    }
    assert.equal(readFileSync(secret, 'utf8'), '0'.repeat(64));
  });

  it('replaces what is no secret', () => {
    keyFile(path);
    writeFileSync(path, 'something else');
    assert.match(keyFile(path), /^[0-9a-f]{64}$/);
    assert.equal(keyFile(path), keyFile(path));
  });
});
