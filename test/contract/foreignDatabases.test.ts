import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { plainDiskTier } from '../support/plainDiskTier.ts';

/** Statements that never end, or take a gigabyte, when a row is written or read. */
const ENDLESS = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n';
const COLUMNS =
  "key VARCHAR(255) NOT NULL, value TEXT, namespace VARCHAR(255) DEFAULT '', expires BIGINT";
const PLANTED: readonly (readonly [name: string, sql: string])[] = [
  ['a trigger', `CREATE TRIGGER planted AFTER INSERT ON answers BEGIN ${ENDLESS}; END`],
  [
    'a trigger in the place of ours',
    `DROP TRIGGER enqueued; CREATE TRIGGER enqueued AFTER INSERT ON answers BEGIN ${ENDLESS}; END`,
  ],
  ['a view', `DROP TABLE ghosts; CREATE VIEW ghosts(at, key) AS ${ENDLESS}`],
  [
    'a generated column',
    `DROP TABLE answers; CREATE TABLE answers(${COLUMNS}, x AS (hex(zeroblob(900000000))) STORED)`,
  ],
  [
    'a check',
    `DROP TABLE tally; CREATE TABLE tally(entries INTEGER, CHECK (length(zeroblob(900000000)) > 0))`,
  ],
  ['an index of an expression', 'CREATE INDEX planted ON answers(hex(zeroblob(900000000)))'],
  ['a condition of an index', 'CREATE INDEX planted ON answers(key) WHERE length(hex(value)) > 0'],
  ['a virtual table', 'CREATE VIRTUAL TABLE planted USING fts5(text)'],
  [
    'more tables than anybody counts',
    Array.from({ length: 120 }, (_, at) => `CREATE TABLE t${at}(a INTEGER)`).join(';'),
  ],
];

describe('a file of answers with statements of somebody else', () => {
  let folder: string;
  let path: string;
  let troubles: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-foreign-'));
    path = join(folder, 'answers.sqlite');
    troubles = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () => plainDiskTier(path, (trouble) => troubles.push(trouble));

  /** Writes two entries one after the other, and reads them. */
  async function use(tier: DiskTier<string>) {
    await tier.set('a', anEntry('1'));
    await tier.flush();
    await tier.set('b', anEntry('2'));
    await tier.flush();
    await tier.sweep();
    return [(await tier.get('a'))?.value, (await tier.get('b'))?.value];
  }

  it('is opened again as it was left, without them', async () => {
    for (let time = 0; time < 2; time++) {
      const tier = open();
      assert.deepEqual(await use(tier), ['1', '2']);
      tier.dispose();
      await tier.flush();
    }
    const tier = open();
    assert.equal((await tier.get('b'))?.value, '2');
    tier.dispose();
    assert.deepEqual(troubles, []);
  });

  for (const [name, sql] of PLANTED) {
    it(`is set aside, once, and a new one used: ${name}`, async () => {
      const before = open();
      await use(before);
      before.dispose();
      await before.flush();
      const database = new DatabaseSync(path);
      database.exec(`DELETE FROM answers; ${sql}`);
      database.close();
      const tier = open();
      const asked = await Promise.all(['a', 'b', 'c'].map((key) => tier.get(key)));
      assert.deepEqual(asked, [undefined, undefined, undefined]);
      assert.deepEqual(await use(tier), ['1', '2']);
      assert.deepEqual(troubles, ['setAside']);
      assert.ok(existsSync(`${path}.corrupt`));
      tier.dispose();
    });
  }
});
