import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MetricsHistory } from '../../../server/src/storage/metricsHistory.ts';

const SPAN = 60;

describe('MetricsHistory', () => {
  let folder: string;
  let open: MetricsHistory[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-history-'));
    open = [];
  });
  afterEach(() => {
    for (const each of open) each.dispose();
    rmSync(folder, { recursive: true });
  });
  const path = () => join(folder, 'history.sqlite');
  const historyOf = (process: string) => {
    const history = new MetricsHistory(path(), process);
    open.push(history);
    return history;
  };
  const window = (start: number, calls: number) => ({ spanMs: SPAN, start, tally: { calls } });

  it('keeps the windows of all processes, each its own', () => {
    const [one, other] = [historyOf('one'), historyOf('other')];
    one.save([window(0, 1), window(60, 2)]);
    other.save([window(60, 4)]);
    one.save([window(60, 3)]);
    assert.deepEqual(one.own(SPAN, 60), window(60, 3));
    assert.equal(other.own(SPAN, 0), undefined);
    assert.deepEqual(other.all(SPAN, 0, 60), [window(0, 1), window(60, 3)]);
    assert.equal(other.all(SPAN, 60, undefined).length, 2);
    assert.deepEqual(other.all(30, 0, undefined), []);
  });

  it('puts closed windows of several processes together', () => {
    const [one, other] = [historyOf('one'), historyOf('other')];
    for (const each of [one, other]) each.save([window(0, 1), window(60, 1)]);
    one.compact(SPAN, 60, (tallies) => ({ calls: tallies.length }));
    assert.deepEqual(one.all(SPAN, 0, undefined), [window(0, 2), window(60, 1), window(60, 1)]);
  });

  it('forgets the oldest', () => {
    const history = historyOf('one');
    history.save([0, 60, 120, 180].map((start) => window(start, start)));
    history.keepNewest(SPAN, 2);
    assert.deepEqual(history.all(SPAN, 0, undefined), [window(120, 120), window(180, 180)]);
  });

  it('leaves out a row that cannot be read', () => {
    const history = historyOf('one');
    history.save([window(0, 1), window(60, 2), window(120, 3)]);
    const database = new DatabaseSync(path());
    database.exec(`UPDATE windows SET tally = '{' WHERE start = 0;
      UPDATE windows SET tally = 'null' WHERE start = 60`);
    database.close();
    assert.deepEqual(history.all(SPAN, 0, undefined), [window(120, 3)]);
  });

  it('loses what cannot be written, and says nothing', () => {
    const history = historyOf('one');
    history.dispose();
    history.save([window(0, 1)]);
    assert.deepEqual(history.all(SPAN, 0, undefined), []);
  });
});
