import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { ROOT } from '../../tools/root.ts';

const ROUNDS = 100;

describe('the disk tier, killed while it writes', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('leaves a whole file with whole answers, whenever it is killed', async () => {
    const path = join(folder, 'answers.sqlite');
    const codec = new Codec('secret');
    let rows = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const writer = spawn(process.execPath, [join(ROOT, 'test/support/diskWriter.ts'), path]);
      const [said] = await once(writer.stdout, 'data');
      assert.equal(String(said).trim(), 'writing');
      await new Promise((resolve) => setTimeout(resolve, 3 + (round % 12) * 4));
      writer.kill('SIGKILL');
      await once(writer, 'exit');

      const database = new DatabaseSync(path);
      const [check] = database.prepare('PRAGMA integrity_check').all();
      assert.equal(check?.integrity_check, 'ok');
      const kept = database.prepare('SELECT key, value FROM answers').all();
      for (const { key, value } of kept.slice(-20)) {
        assert.notEqual(
          await codec.open(String(key), Buffer.from(String(value), 'base64')),
          undefined,
        );
      }
      database.close();
      assert.ok(kept.length > rows, `${kept.length} after ${rows}`);
      rows = kept.length;
    }
    assert.equal(existsSync(`${path}.corrupt`), false);
  });
});
