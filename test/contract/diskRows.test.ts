import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { anEntry } from '../../tools/testing/entries.ts';
import { plainDiskTier } from '../support/plainDiskTier.ts';

describe('rows of the disk tier', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-rows-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are read where others have written theirs beside them', async () => {
    const path = join(folder, 'answers.sqlite');
    const tier = plainDiskTier(path, assert.fail);
    const about = { model: 'm', file: 'f' };
    await tier.set('mine', { ...anEntry('1'), about });
    await tier.flush();
    const database = new DatabaseSync(path);
    database.exec(`INSERT INTO answers (key, value, expires) VALUES ('a', x'00ff', 9e15), (x'6161', 'c', 9e15),
      ('b', 'no base64 !', 9e999), ('c', '', -1), ('d', NULL, NULL), ('e', 5, 'never');
      INSERT INTO answers (rowid, key, value) VALUES (9223372036854775806, 'far', 'x');
      UPDATE tally SET entries = 9223372036854775807; UPDATE lease SET until = 'x'`);
    database.close();
    const keys = ['mine', 'a', 'b', 'c', 'd', 'e', 'far'];
    const values = [];
    for (const key of keys) values.push((await tier.get(key))?.value);
    assert.deepEqual(values, ['1', ...Array(6).fill(undefined)]);
    assert.equal((await tier.getMany(keys))[0]?.value, '1');
    const listed = [];
    for await (const each of tier.list()) listed.push(each.file);
    assert.deepEqual(listed, ['f']);
    await tier.set('next', anEntry('2'));
    await tier.flush();
    assert.equal((await tier.get('next'))?.value, '2');
    await tier.sweep();
    tier.dispose();
  });
});
