import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SharedBudgets } from '../../../server/src/engine/sharedBudgets.ts';
import { loadedClient } from '../../../server/src/redis/loadedClient.ts';
import { parseSettings } from '../../../server/src/settings/settings.ts';
import { FakeClock } from '../../../tools/testing/fakeClock.ts';

const ONE = [{ name: 'minute', limit: 1, periodMs: 60_000 }] as const;

describe('budgets that others spend, too', () => {
  let folder: string;
  let clock: FakeClock;
  let opened: SharedBudgets[];
  let forgotten: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aurelis-budgets-'));
    clock = new FakeClock();
    opened = [];
    forgotten = 0;
  });
  afterEach(() => {
    for (const each of opened) each.dispose();
    rmSync(folder, { recursive: true });
  });
  const open = (path = folder, redis: object = {}) => {
    const { settings } = parseSettings({ cache: { redis } });
    const budgets = new SharedBudgets(settings, path, clock, () => forgotten++);
    opened.push(budgets);
    return budgets;
  };

  it('are shared by the windows of this machine, through a file in a folder that is made', async () => {
    const path = join(folder, 'new');
    assert.equal((await open(path).take('a', ONE)).waitMs, 0);
    const other = open(path);
    assert.ok((await other.take('a', ONE)).waitMs > 59_000);
    assert.equal((await other.take('b', ONE)).waitMs, 0);
  });

  it('are none where no file can be written', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    await assert.rejects(open(file).take('a', ONE), /no shared budget/);
  });

  it('are opened again where the file could not be opened at first, after a pause', async () => {
    const place = join(folder, 'late');
    writeFileSync(place, '');
    const budgets = open(place);
    await assert.rejects(budgets.take('a', ONE));
    rmSync(place);
    await assert.rejects(budgets.take('a', ONE), /no shared budget/);
    await clock.pass(60_000);
    assert.equal((await budgets.take('a', ONE)).waitMs, 0);
    assert.ok((await open(place).take('a', ONE)).waitMs > 0);
  });

  it('begin anew where the file is broken, which is set aside', async () => {
    const path = join(folder, 'budgets.sqlite');
    writeFileSync(path, 'no database, but long enough to be looked at'.repeat(20));
    assert.equal((await open().take('a', ONE)).waitMs, 0);
    assert.ok(existsSync(`${path}.corrupt`));
    assert.equal(forgotten, 1);
  });

  it('begin anew, and tell so, where the file breaks while it is used', async () => {
    const path = join(folder, 'budgets.sqlite');
    const budgets = open();
    assert.equal((await budgets.take('a', ONE)).waitMs, 0);
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      const descriptor = openSync(file, 'r+');
      writeSync(descriptor, Buffer.alloc(16_384, 'x'), 0, 16_384, 0);
    }
    await assert.rejects(budgets.take('a', ONE));
    await clock.pass(60_000);
    assert.equal((await budgets.take('a', ONE)).waitMs, 0);
    assert.ok((await budgets.take('a', ONE)).waitMs > 0);
    assert.equal(forgotten, 1);
  });

  it('are those of the file while Redis cannot be reached', async () => {
    const budgets = open(folder, { url: 'redis://127.0.0.1:1' });
    await loadedClient();
    const asked = budgets.take('a', ONE);
    await clock.pass(1_000);
    assert.equal((await asked).waitMs, 0);
    assert.ok((await open().take('a', ONE)).waitMs > 0);
  });

  it('have beside them what servers said of staying away, opened again as they are', async () => {
    const place = join(folder, 'late');
    writeFileSync(place, '');
    const budgets = open(place);
    assert.throws(() => budgets.rest('a', 9_000), /no shared budget/);
    rmSync(place);
    await clock.pass(60_000);
    budgets.rest('a', 9_000);
    assert.equal(open(place).restMs('a'), 9_000);
  });

  it('close their file at the end', async () => {
    const budgets = open();
    budgets.dispose();
    await assert.rejects(budgets.take('a', ONE), /not open/);
  });
});
