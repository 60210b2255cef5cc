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

  it('leaves out rows of a kind that it would not have written, one of which must not hide the others', () => {
    const history = historyOf('one');
    history.save([window(60, 2)]);
    const database = new DatabaseSync(path());
    const huge = JSON.stringify({ a: 'x'.repeat(1_000_000) });
    database.exec(`INSERT INTO windows VALUES (${SPAN}, 9223372036854775807, 'a', '{}'),
      (${SPAN}, 'text', 'a', '{}'), (${SPAN}, 1e308, 'a', '{}'), (${SPAN}, 120, 'a', x'7b7d'),
      (${SPAN}, 60, 'a', '${huge}'), (${SPAN}, 60, 'b', '[['), (${SPAN}, -60, 'a', '{}')`);
    database.close();
    assert.deepEqual(history.all(SPAN, 0, undefined), [window(60, 2)]);
    history.compact(SPAN, 1_000, (tallies) => ({ calls: tallies.length }));
    assert.deepEqual(history.all(SPAN, 0, undefined), [window(60, 1)]);
  });

  it('reads so many rows of a file that holds too many', () => {
    const history = historyOf('one');
    const database = new DatabaseSync(path());
    database.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
      INSERT INTO windows SELECT ${SPAN}, i, 'a', '{}' FROM n`);
    database.close();
    assert.equal(history.all(SPAN, 0, undefined).length, 20_000);
  });

  it('loses what cannot be written, and says nothing', () => {
    const history = historyOf('one');
    history.dispose();
    history.save([window(0, 1)]);
    assert.deepEqual(history.all(SPAN, 0, undefined), []);
  });
});
