import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Grant } from '../../../server/src/limits/sharedBudget.ts';
import { SqliteBudget } from '../../../server/src/limits/sqliteBudget.ts';

const MINUTE = { name: 'minute', limit: 2, periodMs: 60_000 };
const DAY = { name: 'day', limit: 3, periodMs: 86_400_000 };
const START = 1_800_000_000_000;

const countsOf = ({ waitMs, remaining }: Grant) => ({ waitMs, remaining });

describe('SqliteBudget', () => {
  let folder: string;
  let now: number;
  let budgets: SqliteBudget[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-budget-'));
    now = START;
    budgets = [];
  });
  afterEach(() => {
    for (const each of budgets) each.dispose();
    rmSync(folder, { recursive: true });
  });
  const budget = () => {
    const made = new SqliteBudget(join(folder, 'budget.sqlite'), () => now);
    budgets.push(made);
    return made;
  };

  it('is shared by all who open the file', async () => {
    const [one, other] = [budget(), budget()];
    assert.deepEqual(countsOf(await one.take('a', [MINUTE])), { waitMs: 0, remaining: [1] });
    assert.deepEqual(countsOf(await other.take('a', [MINUTE])), { waitMs: 0, remaining: [0] });
    assert.ok((await one.take('a', [MINUTE])).waitMs > 60_000);
    assert.equal((await other.take('b', [MINUTE])).waitMs, 0);
  });

  it('is there again once a period and its margin have passed, and not before', async () => {
    const shared = budget();
    for (let index = 0; index < 2; index++) await shared.take('a', [MINUTE]);
    now += 30_000;
    const { waitMs } = await shared.take('a', [MINUTE]);
    now += waitMs - 1;
    assert.notEqual((await shared.take('a', [MINUTE])).waitMs, 0);
    now += 60_000 / 240;
    assert.equal((await shared.take('a', [MINUTE])).waitMs, 0);
  });

  it('is there again, once, for a grant that is given back', async () => {
    const shared = budget();
    const first = await shared.take('a', [MINUTE, DAY]);
    const second = await shared.take('a', [MINUTE, DAY]);
    await second.giveBack?.();
    assert.deepEqual(countsOf(await shared.take('a', [MINUTE, DAY])), {
      waitMs: 0,
      remaining: [0, 1],
    });
    const refused = await shared.take('a', [MINUTE, DAY]);
    assert.ok(refused.waitMs > 0);
    assert.equal(refused.giveBack, undefined);
    await first.giveBack?.();
    await second.giveBack?.();
    assert.deepEqual((await shared.take('a', [MINUTE, DAY])).remaining, [0, 1]);
  });

  it('is taken of all allowances, or of none', async () => {
    const shared = budget();
    for (let index = 0; index < 2; index++) await shared.take('a', [MINUTE, DAY]);
    assert.deepEqual((await shared.take('a', [MINUTE, DAY])).remaining, [0, 1]);
    now += 70_000;
    assert.deepEqual(countsOf(await shared.take('a', [MINUTE, DAY])), {
      waitMs: 0,
      remaining: [1, 0],
    });
    assert.ok((await shared.take('a', [MINUTE, DAY])).waitMs > 80_000_000);
  });

  it('holds nobody back, and lets nobody go, for rows that nobody can have spent', async () => {
    const shared = budget();
    await shared.take('a', [MINUTE]);
    const slot = Math.floor(START / (MINUTE.periodMs / 240));
    const amounts = [
      '1e308',
      '-1e308',
      '-5',
      '9e999',
      "'many'",
      "x'00'",
      '0',
      '9000000000000001',
      '0.5',
    ];
    const slots = ["'text'", "x'00'", '9223372036854775807', '-9223372036854775808', '1e300'];
    const database = new DatabaseSync(join(folder, 'budget.sqlite'));
    for (const [index, amount] of amounts.entries()) {
      database.exec(`INSERT INTO spent VALUES ('a minute', ${slot + 1 + index}, ${amount})`);
    }
    for (const each of slots) database.exec(`INSERT INTO spent VALUES ('a minute', ${each}, 5)`);
    database.close();
    assert.deepEqual(countsOf(await shared.take('a', [MINUTE])), { waitMs: 0, remaining: [0] });
    const { waitMs } = await shared.take('a', [MINUTE]);
    assert.ok(waitMs > 0 && waitMs < 61_000, String(waitMs));
  });

  it('cannot be kept from an answer by what others have written to the file', async () => {
    const shared = budget();
    const slot = Math.floor(START / (MINUTE.periodMs / 240));
    const database = new DatabaseSync(join(folder, 'budget.sqlite'));
    for (let index = 0; index < 240; index++) {
      database.exec(`INSERT INTO spent VALUES ('a minute', ${slot - index}, 9000000000000000)`);
    }
    database.close();
    const { waitMs, remaining } = await shared.take('a', [MINUTE]);
    assert.ok(waitMs > 0 && waitMs < 61_000, String(waitMs));
    assert.deepEqual(remaining, [0]);
  });

  it('takes over what was counted in whole requests, once', async () => {
    const path = join(folder, 'budget.sqlite');
    const slot = Math.floor(START / (MINUTE.periodMs / 240));
    const database = new DatabaseSync(path);
    database.exec(`CREATE TABLE grants (scope TEXT, slot INTEGER, amount INTEGER NOT NULL,
      PRIMARY KEY (scope, slot)) WITHOUT ROWID; INSERT INTO grants VALUES ('a minute', ${slot}, 1),
      ('a minute', ${slot - 1}, 'many'), ('a minute', ${slot - 2}, 1000001)`);
    database.close();
    assert.deepEqual((await budget().take('a', [MINUTE])).remaining, [0]);
    assert.ok((await budget().take('a', [MINUTE])).waitMs > 0);
    assert.deepEqual((await budget().take('a', [{ ...MINUTE, limit: 3 }])).remaining, [0]);
  });

  it('keeps nobody waiting longer than a period after the clock was set back', async () => {
    const shared = budget();
    for (let index = 0; index < 2; index++) await shared.take('a', [MINUTE]);
    now -= 3_600_000;
    assert.equal((await shared.take('a', [MINUTE])).waitMs, 0);
  });
});
