import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { AskedOnce } from '../../../server/src/storage/askedOnce.ts';
import { storageFolder } from '../../../server/src/storage/storageFolder.ts';

describe('AskedOnce', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-asked-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('remembers a question in its file', () => {
    const path = join(folder, 'asked.json');
    const asked = new AskedOnce(path);
    assert.equal(asked.has('a'), false);
    asked.add('a');
    asked.add('b');
    asked.add('a');
    assert.deepEqual(
      ['a', 'b', 'c'].map((each) => new AskedOnce(path).has(each)),
      [true, true, false],
    );
  });

  it('takes a broken file for an empty one', () => {
    const path = join(folder, 'asked.json');
    for (const text of ['{', '"a"', '[1, "b"]']) {
      writeFileSync(path, text);
      const asked = new AskedOnce(path);
      assert.deepEqual([asked.has('a'), asked.has('1')], [false, false]);
      asked.add('a');
      assert.ok(asked.has('a'));
    }
  });

  it('asks again where nothing can be written', () => {
    const asked = new AskedOnce(join(folder, 'nowhere/asked.json'));
    asked.add('a');
    assert.equal(asked.has('a'), false);
  });
});

describe('the storage folder', () => {
  it('is that of the platform, absolute, whatever the environment says', () => {
    const variable = process.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_CACHE_HOME';
    const usual = storageFolder({});
    assert.ok(usual.startsWith(homedir()) && usual.endsWith('aurelis'), usual);
    assert.equal(storageFolder({ [variable]: '' }), usual);
    assert.equal(storageFolder({ [variable]: 'relative' }), usual);
    if (process.platform === 'darwin') return;
    assert.equal(storageFolder({ [variable]: tmpdir() }), join(tmpdir(), 'aurelis'));
  });
});
