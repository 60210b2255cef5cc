import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Codec, type Sealer } from '../../server/src/cache/codec/codec.ts';
import { DiskTier } from '../../server/src/cache/disk/diskTier.ts';
import { TierIncident } from '../../server/src/cache/tierIncident.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { anEntry } from '../../tools/testing/entries.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { contract } from './contract.ts';

const folders: string[] = [];
const diskTier = (
  clock: FakeClock,
  changes: {
    path?: string;
    secret?: string;
    maxBytes?: number;
    holder?: string;
    codec?: Sealer;
  } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
  folders.push(folder);
  const troubles: string[] = [];
  const events: string[] = [];
  const path = changes.path ?? join(folder, 'cache.sqlite');
  const tier = new DiskTier<string>(
    { path, maxBytes: changes.maxBytes ?? 10_000_000, ttlMs: 1_000_000 },
    {
      codec: changes.codec ?? new Codec(changes.secret ?? 'secret'),
      clock,
      driver: sqliteDriver,
      isCorruption,
      isGone,
      setAside,
      holder: changes.holder ?? 'me',
      incident: new TierIncident('disk', (event) => events.push(event.kind)),
      onTrouble: (trouble) => troubles.push(trouble),
    },
  );
  return { tier, path, troubles, events };
};
contract('disk', { create: (clock) => diskTier(clock).tier });

describe('DiskTier', () => {
  /** Incompressible, and of about 4 KB. */
  const noise = (index: number) =>
    Array.from({ length: 900 }, (_, at) => (index * 7919 + at * at) % 9973).join();

  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its entries over a restart, and shows them to another window', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock);
    await first.tier.set('a', anEntry('1'));
    await first.tier.flush();
    const second = diskTier(clock, { path: first.path });
    assert.equal((await second.tier.get('a'))?.value, '1');
    first.tier.dispose();
    second.tier.dispose();
  });

  it('seals each of many entries once, however many are set at a time', async () => {
    const codec = new Codec('secret');
    let sealed = 0;
    const counting: Sealer = {
      open: (key, bytes) => codec.open(key, bytes),
      seal: (key, value) => {
        sealed++;
        return codec.seal(key, value);
      },
    };
    const { tier } = diskTier(new FakeClock(), { codec: counting });
    const entries = Array.from({ length: 250 }, (_, at) => [`k${at}`, anEntry('1')] as const);
    await tier.setMany(entries);
    await tier.flush();
    assert.equal(sealed, 250);
    assert.equal(tier.usage().entries, 250);
    tier.dispose();
  });

  it('tells of a batch that cannot be sealed, and goes on with the next', async () => {
    const codec = new Codec('secret');
    const failing: Sealer = {
      open: (key, bytes) => codec.open(key, bytes),
      seal: (key, value) =>
        key === 'bad' ? Promise.reject(new Error('scripted')) : codec.seal(key, value),
    };
    const { tier, troubles } = diskTier(new FakeClock(), { codec: failing });
    await tier.set('bad', anEntry('1'));
    await tier.flush();
    assert.deepEqual(troubles, ['notWritten']);
    await tier.set('good', anEntry('1'));
    await tier.flush();
    assert.deepEqual([troubles.length, tier.usage().entries], [1, 1]);
    tier.dispose();
  });

  it('does not bring back what is deleted while it is written', async () => {
    const { tier } = diskTier(new FakeClock());
    await tier.set('a', anEntry('1'));
    const flushed = tier.flush();
    assert.equal(await tier.delete('a'), true);
    await flushed;
    assert.equal(await tier.get('a'), undefined);
    tier.dispose();
  });

  it('holds nothing in clear, and nothing for who has another secret', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    for (const length of [10, 5_000, 100_000]) {
      await tier.set(`k${length}`, anEntry('seededSecretText '.repeat(length / 10)));
    }
    await tier.flush();
    for (const name of readdirSync(join(path, '..'))) {
      assert.ok(!readFileSync(join(path, '..', name), 'latin1').includes('seededSecret'), name);
    }
    assert.equal((await tier.get('k100000'))?.value.length, 170_000);
    const other = diskTier(clock, { path, secret: 'other' });
    assert.equal(await other.tier.get('k10'), undefined);
    tier.dispose();
    other.tier.dispose();
  });

  it('sets a file aside that is no database, once, and goes on with a new one', async () => {
    const clock = new FakeClock();
    const path = join(mkdtempSync(join(tmpdir(), 'aurelis-disk-')), 'cache.sqlite');
    folders.push(join(path, '..'));
    writeFileSync(path, 'this is not a database, whatever its name says. '.repeat(100));
    const { tier, troubles } = diskTier(clock, { path });
    assert.equal(await tier.get('a'), undefined);
    await tier.set('a', anEntry('1'));
    await tier.flush();
    assert.equal((await tier.get('a'))?.value, '1');
    assert.deepEqual(troubles, ['setAside']);
    assert.ok(existsSync(`${path}.corrupt`));
    tier.dispose();
  });

  it('sets a file aside whose header was overwritten while it was closed', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    await tier.set('a', anEntry('1'));
    await tier.flush();
    tier.dispose();
    await clock.pass(0);
    const bytes = readFileSync(path);
    bytes.fill(0x58, 0, 100);
    writeFileSync(path, bytes);
    const again = diskTier(clock, { path });
    assert.equal(await again.tier.get('a'), undefined);
    assert.deepEqual(again.troubles, ['setAside']);
    again.tier.dispose();
  });

  it('rejects, for its caller to count, where no file can be', async () => {
    const clock = new FakeClock();
    const { tier, troubles } = diskTier(clock, { path: '/dev/null/cache.sqlite' });
    await assert.rejects(tier.get('a'));
    await tier.set('b', anEntry('1'));
    await tier.flush();
    assert.deepEqual(troubles, ['notWritten']);
    tier.dispose();
  });

  it('writes what gathers within 50 ms, and at once when it is many', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    const reader = diskTier(clock, { path });
    await tier.set('a', anEntry('1'));
    assert.equal(await reader.tier.get('a'), undefined);
    await clock.pass(50);
    await waitFor('the write', async () => (await reader.tier.get('a')) !== undefined);
    for (let index = 0; index < 100; index++) await tier.set(`b${index}`, anEntry('1'));
    assert.equal((await reader.tier.get('b0'))?.value, '1');
    tier.dispose();
    reader.tier.dispose();
  });

  it('removes what has expired, and what is beyond its size', async () => {
    const clock = new FakeClock();
    const { tier } = diskTier(clock, { maxBytes: 400_000 });
    for (let index = 0; index < 300; index++) await tier.set(`k${index}`, anEntry(noise(index)));
    await tier.set('brief', anEntry('1', { expiresAt: clock.now() + 10 }));
    await tier.flush();
    const { entries } = tier.usage();
    assert.equal(entries, 301);
    await clock.pass(100);
    for (let index = 0; index < 4; index++) await tier.sweep();
    assert.ok(tier.usage().entries < entries);
    assert.ok(tier.usage().bytes <= 400_000, String(tier.usage().bytes));
    tier.dispose();
  });

  it('keeps what is asked for over a flood of what is not, and what came back', async () => {
    const clock = new FakeClock();
    const { tier } = diskTier(clock, { maxBytes: 800_000 });
    const fill = async (name: string, count: number) => {
      for (let index = 0; index < count; index++) {
        await tier.set(`${name}${index}`, anEntry(noise(index)));
      }
      await tier.flush();
    };
    const ask = async (name: string, count: number) => {
      let found = 0;
      for (let index = 0; index < count; index++) {
        if ((await tier.get(`${name}${index}`)) !== undefined) found++;
      }
      return found;
    };
    await fill('hot', 50);
    await ask('hot', 50);
    for (let flood = 0; flood < 4; flood++) {
      await fill(`flood${flood}-`, 200);
      await tier.sweep();
    }
    assert.ok(tier.usage().bytes <= 800_000, String(tier.usage().bytes));
    assert.equal(await ask('hot', 50), 50);
    const left = (await ask('flood3-', 200)) + (await ask('flood2-', 200));
    assert.ok(left > 30, String(left));
    assert.equal(await ask('flood0-', 200), 0);
    tier.dispose();
  });

  it('lets one window sweep for all, and another when that one is gone', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock, { maxBytes: 1 });
    const second = diskTier(clock, { path: first.path, maxBytes: 1, holder: 'another' });
    await first.tier.sweep();
    await second.tier.set('a', anEntry('1'));
    await second.tier.flush();
    await second.tier.sweep();
    assert.equal(second.tier.usage().entries, 1);
    first.tier.dispose();
    clock.wallOffsetMs += 60_000;
    await second.tier.sweep();
    assert.equal(second.tier.usage().entries, 0);
    second.tier.dispose();
  });

  it('sweeps on after the clock was set back', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock, { maxBytes: 1 });
    await first.tier.sweep();
    first.tier.dispose();
    clock.wallOffsetMs -= 3_600_000;
    const second = diskTier(clock, { path: first.path, maxBytes: 1, holder: 'another' });
    await second.tier.set('a', anEntry('1'));
    await second.tier.flush();
    await second.tier.sweep();
    assert.equal(second.tier.usage().entries, 0);
    second.tier.dispose();
  });

  it('takes over a file from before there was a queue', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    await tier.setMany([
      ['a', anEntry('1')],
      ['b', anEntry('2')],
    ]);
    await tier.flush();
    tier.dispose();
    await clock.pass(0);
    const database = new DatabaseSync(path);
    for (const what of [
      'TRIGGER enqueued',
      'TRIGGER dequeued',
      'TABLE queue',
      'TABLE ghosts',
      'TABLE tally',
    ]) {
      database.exec(`DROP ${what}`);
    }
    database.close();
    const again = diskTier(clock, { path, maxBytes: 1 });
    assert.equal((await again.tier.get('b'))?.value, '2');
    for (let index = 0; index < 5; index++) await again.tier.sweep();
    assert.equal(again.tier.usage().entries, 0);
    again.tier.dispose();
  });
});
