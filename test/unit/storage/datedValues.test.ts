import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatedValues } from '../../../server/src/storage/datedValues.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('DatedValues', () => {
  let folder: string;
  let path: string;
  let clock: FakeClock;
  const opened = () => new DatedValues(path, () => clock.now(), 1_000);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
    path = join(folder, 'facts.json');
    clock = new FakeClock();
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps values for their time, over restarts, for their owner alone', async () => {
    opened().set('a', { x: 1 });
    opened().set('b', 2);
    assert.deepEqual([opened().get('a'), opened().get('b')], [{ x: 1 }, 2]);
    assert.equal(statSync(path).mode & 0o077, 0);
    await clock.pass(1_000);
    assert.equal(opened().get('a'), undefined);
  });

  it('drops the oldest of too many', () => {
    for (let index = 0; index < 101; index++) opened().set(`n${index}`, index);
    assert.deepEqual([opened().get('n0'), opened().get('n1')], [undefined, 1]);
  });

  it('takes a broken file for an empty one', () => {
    for (const text of [
      '',
      'x',
      '[]',
      '{"a":5}',
      '{"a":{"at":"x","value":1}}',
      '{"a":{"at":9e99}}',
    ]) {
      writeFileSync(path, text);
      assert.equal(opened().get('a'), undefined, text);
    }
  });
});
