import { strict as assert } from 'node:assert';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteBudget } from '../../../server/src/limits/sqliteBudget.ts';

const MINUTE = { name: 'minute', limit: 2, periodMs: 60_000 };
const DAY = { name: 'day', limit: 3, periodMs: 86_400_000 };
const START = 1_800_000_000_000;

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
    assert.deepEqual(await one.take('a', [MINUTE]), { waitMs: 0, remaining: [1] });
    assert.deepEqual(await other.take('a', [MINUTE]), { waitMs: 0, remaining: [0] });
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

  it('is taken of all allowances, or of none', async () => {
    const shared = budget();
    for (let index = 0; index < 2; index++) await shared.take('a', [MINUTE, DAY]);
    assert.deepEqual((await shared.take('a', [MINUTE, DAY])).remaining, [0, 1]);
    now += 70_000;
    assert.deepEqual(await shared.take('a', [MINUTE, DAY]), { waitMs: 0, remaining: [1, 0] });
    assert.ok((await shared.take('a', [MINUTE, DAY])).waitMs > 80_000_000);
  });

  it('keeps nobody waiting longer than a period after the clock was set back', async () => {
    const shared = budget();
    for (let index = 0; index < 2; index++) await shared.take('a', [MINUTE]);
    now -= 3_600_000;
    assert.equal((await shared.take('a', [MINUTE])).waitMs, 0);
  });
});
