import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { metricsStore } from '../../../server/src/engine/metricsStore.ts';

describe('the store of metrics', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-metrics-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  let ids = 0;
  const open = (path = folder) => metricsStore(path, () => String(++ids));

  it('is a file that the windows of an editor share, in a folder that is made', () => {
    const path = join(folder, 'new');
    const [one, other] = [open(path), open(path)];
    one?.save([{ spanMs: 1_000, start: 0, tally: { a: 1 } }]);
    const seen = other?.all(1_000, 0, undefined);
    assert.deepEqual(seen, [{ spanMs: 1_000, start: 0, tally: { a: 1 } }]);
    assert.equal(other?.own(1_000, 0), undefined);
    one?.dispose();
    other?.dispose();
  });

  it('is none where no file can be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    assert.equal(open(file), undefined);
  });

  it('begins anew where the file is broken, which is set aside', () => {
    const path = join(folder, 'metrics.sqlite');
    writeFileSync(path, 'no database, but long enough to be looked at'.repeat(20));
    const store = open();
    store?.save([{ spanMs: 1_000, start: 0, tally: {} }]);
    assert.equal(store?.all(1_000, 0, undefined).length, 1);
    assert.ok(existsSync(`${path}.corrupt`));
    store?.dispose();
  });
});
