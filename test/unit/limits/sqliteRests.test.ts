import { strict as assert } from 'node:assert';
import { DatabaseSync } from 'node:sqlite';
import { SqliteRests } from '../../../server/src/limits/sqliteRests.ts';

const START = 1_800_000_000_000;

describe('SqliteRests', () => {
  let database: DatabaseSync;
  let now: number;
  let rests: SqliteRests;
  beforeEach(() => {
    database = new DatabaseSync(':memory:');
    now = START;
    rests = new SqliteRests(database, () => now);
  });
  afterEach(() => database.close());
  const rows = () => database.prepare('SELECT scope FROM rests').all().length;

  it('tell all who open the file, until they are over', () => {
    rests.rest('a', 5_000);
    const other = new SqliteRests(database, () => now);
    assert.deepEqual([other.restMs('a'), other.restMs('b')], [5_000, 0]);
    now += 4_999.5;
    assert.equal(other.restMs('a'), 1);
    now += 0.5;
    assert.equal(other.restMs('a'), 0);
  });

  it('are the longest that was told', () => {
    rests.rest('a', 5_000);
    rests.rest('a', 1_000);
    assert.equal(rests.restMs('a'), 5_000);
    rests.rest('a', 9_000.2);
    assert.equal(rests.restMs('a'), 9_001);
  });

  it('last a minute at most', () => {
    rests.rest('a', 86_400_000);
    assert.equal(rests.restMs('a'), 60_000);
  });

  it('are none where the clock was set back, or others wrote what nobody tells', () => {
    rests.rest('a', 5_000);
    now -= 1;
    assert.equal(rests.restMs('a'), 0);
    const write = database.prepare('INSERT INTO rests VALUES (?, ?, ?)');
    write.run('far', now - 1, now + 60_000);
    write.run('text', now, 'never');
    write.run('since', 'ever', now + 1_000);
    for (const scope of ['far', 'text', 'since']) assert.equal(rests.restMs(scope), 0, scope);
    rests.rest('b', 1_000);
    assert.equal(rows(), 1);
  });

  it('are forgotten once they are over', () => {
    rests.rest('a', 5_000);
    now += 5_000;
    rests.rest('b', 1_000);
    assert.equal(rows(), 1);
  });
});
