import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anEntry } from '../../tools/testing/entries.ts';
import { plainDiskTier } from '../support/plainDiskTier.ts';

describe('many entries for the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are written with turns for others in between', async () => {
    const troubles: string[] = [];
    const tier = plainDiskTier(join(folder, 'answers.sqlite'), (trouble) => troubles.push(trouble));
    await tier.flush();
    for (let index = 0; index < 60; index++) void tier.set(`${index}`, anEntry('1'));
    let turns = 0;
    const next = () => {
      turns++;
      turning = setImmediate(next);
    };
    let turning = setImmediate(next);
    await tier.flush();
    clearImmediate(turning);
    assert.equal((await tier.getMany(['0', '20', '59'])).filter(Boolean).length, 3);
    assert.deepEqual(troubles, []);
    assert.ok(turns >= 2, `${turns} turns while 60 rows were written`);
    tier.dispose();
  });
});
