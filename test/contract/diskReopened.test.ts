import { strict as assert } from 'node:assert';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Codec } from '../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import {
  isCorruption,
  isGone,
  type SqliteDriver,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';

const folders: string[] = [];
const diskTier = (
  clock: FakeClock,
  changes: { path?: string; driver?: typeof sqliteDriver } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
  folders.push(folder);
  const events: string[] = [];
  const reasons: unknown[] = [];
  const path = changes.path ?? join(folder, 'cache.sqlite');
  const tier = new DiskTier<string>(
    { path, maxBytes: 10_000_000, ttlMs: 1_000_000 },
    {
      codec: new Codec('secret'),
      clock,
      driver: changes.driver ?? sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: 'me',
      incident: new TierIncident('disk', (event) => {
        events.push(event.kind);
        if (event.kind === 'tierDown') reasons.push(event.reason);
      }),
      onTrouble: () => undefined,
    },
  );
  return { tier, path, events, reasons };
};

describe('a disk tier whose file is away', () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('is opened again where its file could not be opened, with growing pauses, and tells of it once', async () => {
    const clock = new FakeClock();
    const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
    folders.push(folder);
    const path = join(folder, 'cache.sqlite');
    // Another window makes its tables just now.
    const other = new DatabaseSync(path);
    other.exec('BEGIN EXCLUSIVE');
    const { tier, events } = diskTier(clock, { path });
    await assert.rejects(tier.get('a'));
    await clock.pass(250);
    await assert.rejects(tier.get('a'));
    other.close();
    // Not yet: it is the second pause now.
    await clock.pass(250);
    await assert.rejects(tier.get('a'));
    await clock.pass(250);
    assert.equal(await tier.get('a'), undefined);
    await tier.set('a', anEntry('1'));
    await tier.flush();
    assert.equal((await tier.get('a'))?.value, '1');
    assert.deepEqual(events, ['tierDown', 'tierUp']);
    tier.dispose();
  });

  it('opens and reads a file in which another process writes for long', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock);
    await first.tier.set('a', anEntry('1'));
    await first.tier.flush();
    const other = new DatabaseSync(first.path);
    other.exec('BEGIN IMMEDIATE');
    const second = diskTier(clock, { path: first.path });
    assert.equal((await second.tier.get('a'))?.value, '1');
    assert.deepEqual(second.events, []);
    other.close();
    first.tier.dispose();
    second.tier.dispose();
  });

  it('says why a batch was not written', async () => {
    const driver = (ours: readonly string[]): SqliteDriver => ({
      name: 'custom',
      connect: async (options) => {
        const real = await sqliteDriver(ours).connect(options);
        const query: typeof real.query = async (...asked) => {
          if (/^INSERT INTO \W?answers/.test(asked[0])) {
            throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
          }
          return real.query(...asked);
        };
        return { ...real, query };
      },
    });
    const { tier, reasons } = diskTier(new FakeClock(), { driver });
    await tier.set('a', anEntry('1'));
    await tier.flush();
    assert.deepEqual(reasons, ['full']);
    tier.dispose();
  });

  it('says at once what is in a file that was there', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock);
    await first.tier.setMany([
      ['a', anEntry('1')],
      ['b', anEntry('2')],
    ]);
    await first.tier.flush();
    const second = diskTier(clock, { path: first.path });
    await waitFor('its entries', () => second.tier.usage().entries === 2);
    assert.ok(second.tier.usage().bytes > 0);
    first.tier.dispose();
    second.tier.dispose();
  });

  it('is opened again where the disk fails while it is open (SQLITE_IOERR)', async () => {
    let opened = 0;
    let isBroken = false;
    const driver = (ours: readonly string[]): SqliteDriver => ({
      name: 'custom',
      connect: async (options) => {
        opened++;
        const real = await sqliteDriver(ours).connect(options);
        const query: typeof real.query = async (...asked) => {
          if (isBroken) throw Object.assign(new Error('disk I/O error'), { errcode: 10 });
          return real.query(...asked);
        };
        return { ...real, query };
      },
    });
    const clock = new FakeClock();
    const { tier, events } = diskTier(clock, { driver });
    await tier.set('a', anEntry('1'));
    await tier.flush();
    isBroken = true;
    await assert.rejects(tier.get('a'));
    await clock.pass(250);
    await assert.rejects(tier.get('a'));
    isBroken = false;
    await clock.pass(500);
    assert.equal((await tier.get('a'))?.value, '1');
    assert.deepEqual([opened, events], [3, ['tierDown', 'tierUp']]);
    tier.dispose();
  });

  it('is opened anew where its file was moved, or deleted', async () => {
    const clock = new FakeClock();
    const { tier, path, events } = diskTier(clock);
    await tier.set('a', anEntry('1'));
    await tier.flush();
    for (const take of [() => renameSync(path, `${path}.old`), () => rmSync(path)]) {
      take();
      await assert.rejects(tier.get('a'));
      await clock.pass(250);
      await tier.set('b', anEntry('2'));
      await tier.flush();
      const { tier: other } = diskTier(clock, { path });
      assert.equal((await other.get('b'))?.value, '2');
      other.dispose();
    }
    assert.deepEqual(events, ['tierDown', 'tierUp', 'tierDown', 'tierUp']);
    tier.dispose();
  });

  it('leaves no connection behind where its tables cannot be made', async () => {
    let open = 0;
    let isFull = true;
    const driver = (ours: readonly string[]): SqliteDriver => ({
      name: 'custom',
      connect: async (options) => {
        const real = await sqliteDriver(ours).connect(options);
        open++;
        const query: typeof real.query = async (...asked) => {
          if (isFull && ours.includes(asked[0])) {
            throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
          }
          return real.query(...asked);
        };
        const close = () => {
          open--;
          return real.close();
        };
        return { query, close };
      },
    });
    const clock = new FakeClock();
    const { tier } = diskTier(clock, { driver });
    await assert.rejects(tier.get('a'));
    assert.equal(open, 0);
    isFull = false;
    await clock.pass(250);
    assert.equal(await tier.get('a'), undefined);
    assert.equal(open, 1);
    tier.dispose();
  });
});
