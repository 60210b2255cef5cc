import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetricsStore } from '../../../server/src/engine/metricsStore.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

describe('MetricsStore of metrics', () => {
  let folder: string;
  beforeEach(() => {
    clock = new FakeClock();
    folder = mkdtempSync(join(tmpdir(), 'aurelis-metrics-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  let ids = 0;
  let clock: FakeClock;
  const open = (path = folder) => new MetricsStore(path, () => String(++ids), clock);

  it('is a file that the windows of an editor share, in a folder that is made', () => {
    const path = join(folder, 'new');
    const [one, other] = [open(path), open(path)];
    one.save([{ spanMs: 1_000, start: 0, tally: { a: 1 } }]);
    const seen = other.all(1_000, 0, undefined);
    assert.deepEqual(seen, [{ spanMs: 1_000, start: 0, tally: { a: 1 } }]);
    assert.equal(other.own(1_000, 0), undefined);
    one.dispose();
    other.dispose();
  });

  describe('where no file can be written', () => {
    let path: string;
    let store: MetricsStore;
    const window = (start: number, count = 1) => ({ spanMs: 1_000, start, tally: { count } });
    const together = (tallies: readonly object[]) => ({ tallies: tallies.length });

    beforeEach(() => {
      path = join(folder, 'file');
      writeFileSync(path, '');
      store = open(path);
    });
    afterEach(() => store.dispose());

    it('keeps windows in memory, as the file would', () => {
      store.save([window(0), window(1_000)]);
      store.save([window(1_000, 2)]);
      assert.deepEqual(store.own(1_000, 1_000), window(1_000, 2));
      assert.deepEqual(store.all(1_000, 1_000, undefined), [window(1_000, 2)]);
      assert.deepEqual(store.all(1_000, 0, 1_000), [window(0)]);
      store.keepNewest(1_000, 1);
      assert.deepEqual(store.all(1_000, 0, undefined), [window(1_000, 2)]);
    });

    it('opens it again after a pause, and writes what has waited', async () => {
      store.save([window(0)]);
      store.compact(1_000, 5_000, together);
      rmSync(path);
      const before = open(path);
      before.save([window(0)]);
      before.dispose();
      store.save([window(1_000)]);
      assert.equal(store.all(1_000, 0, undefined).length, 2);
      await clock.pass(250);
      store.save([window(2_000)]);
      store.dispose();
      const after = open(path);
      assert.deepEqual(
        after.all(1_000, 0, undefined).map(({ start, tally }) => [start, tally]),
        [
          [0, { tallies: 2 }],
          [1_000, { count: 1 }],
          [2_000, { count: 1 }],
        ],
      );
      after.dispose();
    });

    it('opens nothing once it is disposed of', async () => {
      store.dispose();
      rmSync(path);
      await clock.pass(1_000_000);
      store.save([window(0)]);
      assert.equal(existsSync(path), false);
    });
  });

  it('begins anew where the file is broken, which is set aside', () => {
    const path = join(folder, 'metrics.sqlite');
    writeFileSync(path, 'no database, but long enough to be looked at'.repeat(20));
    const store = open();
    store.save([{ spanMs: 1_000, start: 0, tally: {} }]);
    assert.equal(store.all(1_000, 0, undefined).length, 1);
    assert.ok(existsSync(`${path}.corrupt`));
    store.dispose();
  });
});
