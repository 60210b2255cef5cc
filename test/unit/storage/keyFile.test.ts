import { strict as assert } from 'node:assert';
import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

  it('replaces what is no secret', () => {
    keyFile(path);
    writeFileSync(path, 'something else');
    assert.match(keyFile(path), /^[0-9a-f]{64}$/);
    assert.equal(keyFile(path), keyFile(path));
  });
});
