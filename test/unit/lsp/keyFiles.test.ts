import { strict as assert } from 'node:assert';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFiles } from '../../../server/src/lsp/keyFiles.ts';
import { type MemoryPair, memoryPair } from '../../support/memoryPair.ts';

describe('the keys in files', () => {
  let home: string;
  let pair: MemoryPair;
  let files: KeyFiles;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'aurelis-keys-'));
    writeFileSync(join(home, 'key'), 'key-1\n', { mode: 0o600 });
    pair = memoryPair();
    files = new KeyFiles(pair.server, { HOME: home });
  });
  afterEach(() => {
    pair.close();
    rmSync(home, { recursive: true });
  });

  it('are read without a word', async () => {
    assert.equal(await files.read('first', '~/key'), 'key-1');
    const windows = new KeyFiles(pair.server, { USERPROFILE: home });
    assert.equal(await windows.read('first', '~/key'), 'key-1');
    await pair.heard();
    assert.deepEqual(pair.messages(), []);
  });

  it('say once what is wrong, without the path', async () => {
    for (const path of ['~/secret-place', '~/secret-place', 'secret-place', '~/']) {
      assert.equal(await files.read('first', path), undefined);
    }
    await pair.heard();
    const starts = ['cannot be read.', 'has to be an absolute path', 'is not a regular file.'];
    assert.deepEqual(
      pair.messages().map((text, index) => text.includes(`"first" ${starts[index]}`)),
      [true, true, true],
    );
    assert.doesNotMatch(pair.messages().join(''), /secret-place|aurelis-keys/);
  });

  it('are used though others can read them, with a warning', async function () {
    if (process.platform === 'win32') this.skip();
    chmodSync(join(home, 'key'), 0o644);
    assert.equal(await files.read('first', '~/key'), 'key-1');
    await pair.heard();
    assert.match(pair.messages().join(), /can be read by other users.*chmod 600/);
  });
});
