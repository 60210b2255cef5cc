import { strict as assert } from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Codec } from '../../server/src/cache/codec.ts';
import { DiskTier } from '../../server/src/cache/diskTier.ts';
import { MemoryTier } from '../../server/src/cache/memoryTier.ts';
import type { CacheTier } from '../../server/src/cache/tier.ts';
import { isCorruption, sqliteDriver } from '../../server/src/storage/sqliteDriver.ts';
import { FakeClock } from '../support/fakeClock.ts';
import { waitFor } from '../support/waitFor.ts';

const entry = (value: string, expiresAt = Number.MAX_SAFE_INTEGER) => ({
  value,
  bytes: value.length,
  expiresAt,
});

/** What every tier promises; each tier adds a line below. */
function contract(name: string, create: (clock: FakeClock) => CacheTier<string>): void {
  describe(`cache tier: ${name}`, () => {
    let clock: FakeClock;
    let tier: CacheTier<string>;

    beforeEach(() => {
      clock = new FakeClock();
      tier = create(clock);
    });

    afterEach(() => tier.dispose());

    it('gives back what was set', async () => {
      await tier.set('a', entry('1'));
      assert.equal((await tier.get('a'))?.value, '1');
      assert.equal(await tier.get('b'), undefined);
    });

    it('replaces, deletes and clears', async () => {
      await tier.set('a', entry('1'));
      await tier.set('a', entry('2'));
      await tier.set('b', entry('3'));
      assert.equal((await tier.get('a'))?.value, '2');
      assert.equal(await tier.delete('a'), true);
      assert.equal(await tier.delete('a'), false);
      assert.equal(await tier.clear(), 1);
      assert.equal(await tier.get('b'), undefined);
      assert.equal(tier.usage().entries, 0);
    });

    it('serves nothing from its expiry on', async () => {
      await tier.set('a', entry('1', clock.now() + 100));
      await clock.pass(99);
      assert.equal((await tier.get('a'))?.value, '1');
      await clock.pass(1);
      assert.equal(await tier.get('a'), undefined);
    });

    it('accounts for entries and bytes', async () => {
      await tier.set('a', entry('x'.repeat(1_000)));
      await clock.pass(1_000);
      await waitFor('the account', () => tier.usage().entries === 1);
      assert.ok(tier.usage().bytes >= 1_000, String(tier.usage().bytes));
    });
  });
}

const options = { maxEntries: 3, maxBytes: 10_000, ttlMs: 1_000_000, eviction: 'lru' } as const;
contract('memory, lru', (clock) => new MemoryTier(options, clock));
contract('memory, lfu', (clock) => new MemoryTier({ ...options, eviction: 'lfu' }, clock));

const folders: string[] = [];
const diskTier = (
  clock: FakeClock,
  changes: { path?: string; secret?: string; maxBytes?: number } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-disk-'));
  folders.push(folder);
  const troubles: string[] = [];
  const path = changes.path ?? join(folder, 'cache.sqlite');
  const tier = new DiskTier<string>(
    { path, maxBytes: changes.maxBytes ?? 10_000_000, ttlMs: 1_000_000 },
    {
      codec: new Codec(changes.secret ?? 'secret'),
      clock,
      driver: sqliteDriver,
      isCorruption,
      onTrouble: (trouble) => troubles.push(trouble),
    },
  );
  return { tier, path, troubles };
};
contract('disk', (clock) => diskTier(clock).tier);

describe('DiskTier', () => {
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('keeps its entries over a restart, and shows them to another window', async () => {
    const clock = new FakeClock();
    const first = diskTier(clock);
    await first.tier.set('a', entry('1'));
    await first.tier.flush();
    const second = diskTier(clock, { path: first.path });
    assert.equal((await second.tier.get('a'))?.value, '1');
    first.tier.dispose();
    second.tier.dispose();
  });

  it('holds nothing in clear, and nothing for who has another secret', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    for (const length of [10, 5_000, 100_000]) {
      await tier.set(`k${length}`, entry('seededSecretText '.repeat(length / 10)));
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
    await tier.set('a', entry('1'));
    await tier.flush();
    assert.equal((await tier.get('a'))?.value, '1');
    assert.deepEqual(troubles, ['setAside']);
    assert.ok(existsSync(`${path}.corrupt`));
    tier.dispose();
  });

  it('sets a file aside whose header was overwritten while it was closed', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    await tier.set('a', entry('1'));
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
    await tier.set('b', entry('1'));
    await tier.flush();
    assert.deepEqual(troubles, ['notWritten']);
    tier.dispose();
  });

  it('writes what gathers within 50 ms, and at once when it is many', async () => {
    const clock = new FakeClock();
    const { tier, path } = diskTier(clock);
    const reader = diskTier(clock, { path });
    await tier.set('a', entry('1'));
    assert.equal(await reader.tier.get('a'), undefined);
    await clock.pass(50);
    await waitFor('the write', async () => (await reader.tier.get('a')) !== undefined);
    for (let index = 0; index < 100; index++) await tier.set(`b${index}`, entry('1'));
    assert.equal((await reader.tier.get('b0'))?.value, '1');
    tier.dispose();
    reader.tier.dispose();
  });

  it('removes what has expired, and the oldest beyond its size', async () => {
    const clock = new FakeClock();
    const { tier } = diskTier(clock, { maxBytes: 400_000 });
    const noise = (index: number) =>
      Array.from({ length: 900 }, (_, at) => (index * 7919 + at * at) % 9973).join();
    for (let index = 0; index < 300; index++) await tier.set(`k${index}`, entry(noise(index)));
    await tier.set('brief', entry('1', clock.now() + 10));
    await tier.flush();
    const { entries } = tier.usage();
    assert.equal(entries, 301);
    await clock.pass(100);
    for (let index = 0; index < 4; index++) await tier.sweep();
    assert.ok(tier.usage().entries < entries);
    assert.ok(tier.usage().bytes <= 400_000, String(tier.usage().bytes));
    tier.dispose();
  });
});

describe('MemoryTier', () => {
  it('drops the least recently used beyond its number', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    for (const key of ['a', 'b', 'c']) await tier.set(key, entry(key));
    tier.peek('a');
    await tier.set('d', entry('d'));
    assert.equal(tier.peek('b'), undefined);
    assert.equal(tier.peek('a')?.value, 'a');
  });

  it('stays within its bytes, and refuses what is larger by itself', async () => {
    const tier = new MemoryTier<string>(options, new FakeClock());
    await tier.set('a', entry('x'.repeat(6_000)));
    await tier.set('b', entry('x'.repeat(6_000)));
    await tier.set('c', entry('x'.repeat(11_000)));
    assert.equal(tier.peek('a'), undefined);
    assert.equal(tier.peek('c'), undefined);
    assert.ok(tier.usage().bytes <= 10_000);
  });

  it('keeps nothing longer than its own time to live', async () => {
    const clock = new FakeClock();
    const tier = new MemoryTier<string>({ ...options, ttlMs: 50 }, clock);
    await tier.set('a', entry('1'));
    await clock.pass(50);
    assert.equal(tier.peek('a'), undefined);
  });
});
