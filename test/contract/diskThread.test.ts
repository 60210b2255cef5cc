import { strict as assert } from 'node:assert';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { type Clock, systemClock } from '../../server/src/base/clock.ts';
import { openAnswers, sqliteDriver } from '../../server/src/storage/sqliteDriver.ts';
import { SqliteWriter } from '../../server/src/storage/sqliteWriter.ts';
import { ROOT } from '../../tools/root.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { plainDiskTier } from '../support/plainDiskTier.ts';
import { contract } from './contract.ts';

const THREAD = pathToFileURL(join(ROOT, 'server/src/storage/sqliteWriterThread.ts'));
const folders: string[] = [];
const newPath = () => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
  folders.push(folder);
  return join(folder, 'cache.sqlite');
};
const threaded = (clock: Clock = new FakeClock(), path = newPath(), thread = THREAD) => {
  const troubles: string[] = [];
  const driver = (ours: readonly string[]) =>
    sqliteDriver(ours, (of) => new SqliteWriter(thread, of));
  const tier = plainDiskTier(path, (trouble) => troubles.push(trouble), { clock, driver });
  return { tier, path, troubles };
};

contract('disk, written by a thread', { create: (clock) => threaded(clock).tier });

describe('a disk tier that is written by a thread', () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('goes on reading while another process writes, and writes when that one is done', async () => {
    const { tier, path, troubles } = threaded();
    await tier.set('a', anEntry('1'));
    await tier.flush();
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await tier.set('b', anEntry('2'));
    const flushed = tier.flush();
    // A write in this process gives up after 10 ms.
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.equal((await tier.get('a'))?.value, '1');
    assert.equal((await tier.get('b'))?.value, '2');
    other.exec('COMMIT');
    other.close();
    await flushed;
    assert.deepEqual(troubles, []);
    assert.equal(tier.usage().entries, 2);
    tier.dispose();
  });

  it('writes itself where there is no thread', async () => {
    const { tier, troubles } = threaded(new FakeClock(), newPath(), new URL('nowhere.ts', THREAD));
    for (const key of ['a', 'b']) {
      await tier.set(key, anEntry('1'));
      await tier.flush();
    }
    assert.deepEqual([troubles, tier.usage().entries], [[], 2]);
    tier.dispose();
  });

  it('writes itself where no thread can begin', async () => {
    // Node throws at once, as it does on a machine that has no more threads.
    const { tier, troubles } = threaded(new FakeClock(), newPath(), new URL('https://nowhere'));
    await tier.set('a', anEntry('1'));
    await tier.flush();
    assert.deepEqual([troubles, tier.usage().entries], [[], 1]);
    tier.dispose();
  });

  it('opens its file without the thread, for which readers would wait', async () => {
    const run = () => Promise.reject(new Error('not yet'));
    const driver = (ours: readonly string[]) =>
      sqliteDriver(ours, () => ({ run, close: async () => undefined }));
    const tier = plainDiskTier(newPath(), () => undefined, { driver });
    assert.equal(await tier.get('a'), undefined);
    tier.dispose();
  });

  it('begins no thread for a write that comes after the end', async () => {
    const { query, close } = await sqliteDriver([], () => assert.fail('A thread begins')).connect({
      filename: newPath(),
    });
    await close();
    await assert.rejects(query('DELETE FROM answers'), /not open/);
  });

  it('has written the last entries before its process ends', async () => {
    const path = newPath();
    const writer = spawn(process.execPath, [
      join(ROOT, 'test/support/diskLeaver.ts'),
      path,
      THREAD.href,
    ]);
    const [code] = await once(writer, 'exit');
    assert.equal(code, 0);
    const { tier } = threaded(systemClock, path);
    assert.equal((await tier.get('last'))?.value, '1');
    tier.dispose();
  });

  it('holds no values of statements that have run', () => {
    const answers = openAnswers(newPath(), [], 10);
    const value = 'x'.repeat(8_000_000);
    const before = process.memoryUsage().rss;
    for (let shape = 0; shape < 40; shape++) {
      answers.all(`SELECT length(?) AS length${shape}`, [value]);
    }
    const grown = process.memoryUsage().rss - before;
    assert.ok(grown < 100_000_000, `${grown} bytes are held`);
    answers.close();
  });

  it('tells of what SQLite says of a write, by its code', async () => {
    const path = newPath();
    const driver = sqliteDriver([], (of) => new SqliteWriter(THREAD, of));
    const { query, close } = await driver.connect({ filename: path });
    await query('CREATE TABLE answers(key TEXT PRIMARY KEY)');
    await query('INSERT INTO answers VALUES (?)', 'a');
    await assert.rejects(query('INSERT INTO answers VALUES (?)', 'a'), { errcode: 1555 });
    assert.equal((await query('SELECT key FROM answers')).length, 1);
    await close();
  });
});
