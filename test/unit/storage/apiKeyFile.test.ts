import { strict as assert } from 'node:assert';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readApiKey } from '../../../server/src/storage/apiKeyFile.ts';

describe('the file of an API key', () => {
  let home: string;
  const isWindows = process.platform === 'win32';
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'aurelis-key-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  const written = (text: string | Uint8Array, mode = 0o600) => {
    const path = join(home, 'key');
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  it('has the key in its first line', async () => {
    for (const text of [
      'key-1',
      'key-1\n',
      'key-1\r\nmore',
      '  key-1 \n\n',
      '\ufeffkey-1\n',
      'Bearer key-1',
      'export key-1',
    ]) {
      assert.deepEqual(await readApiKey(written(text), home), { key: 'key-1', isShared: false });
    }
  });

  it('is found in the home folder, and not beside the process', async () => {
    written('key-1');
    assert.deepEqual(await readApiKey('~/key', home), { key: 'key-1', isShared: false });
    assert.deepEqual(await readApiKey('~/key', undefined), { problem: 'relative' });
    for (const path of ['key', './key', '~other/key', '']) {
      assert.deepEqual(await readApiKey(path, home), { problem: 'relative' }, path);
    }
  });

  it('is told of where others can read it', async function () {
    if (isWindows) this.skip();
    for (const mode of [0o640, 0o604, 0o620, 0o644]) {
      const reading = await readApiKey(written('key-1', mode), home);
      assert.deepEqual(reading, { key: 'key-1', isShared: true }, mode.toString(8));
    }
  });

  it('gives no key that a header cannot hold', async () => {
    for (const text of ['', '\nkey-1', 'two words', 'kéy', 'a\0b', 'a\x1b[0m', 'k'.repeat(8_193)]) {
      assert.deepEqual(await readApiKey(written(text), home), { problem: 'noKey' }, text);
    }
    const longest = 'k'.repeat(8_192);
    assert.deepEqual(await readApiKey(written(longest), home), { key: longest, isShared: false });
  });

  it('is neither a folder, nor missing, nor large', async () => {
    mkdirSync(join(home, 'folder'));
    assert.deepEqual(await readApiKey(join(home, 'folder'), home), { problem: 'notRegular' });
    assert.deepEqual(await readApiKey(join(home, 'none'), home), { problem: 'unreadable' });
    const large = written(`key-1\n${' '.repeat(64 * 1024)}`);
    assert.deepEqual(await readApiKey(large, home), { problem: 'large' });
  });

  it('is no device, and no pipe that somebody has to write to', async function () {
    if (isWindows) this.skip();
    assert.deepEqual(await readApiKey('/dev/zero', home), { problem: 'notRegular' });
    const pipe = join(home, 'pipe');
    assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
    assert.deepEqual(await readApiKey(pipe, home), { problem: 'notRegular' });
  });
});
