import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import keyvTestSuite from '@keyv/test-suite';
import Keyv from 'keyv';
import { systemClock } from '../../server/src/base/clock.ts';
import {
  Codec,
  DiskTier,
  GuardedTier,
  MemoryTier,
  RedisTier,
  TieredCache,
  TierIncident,
} from '../../server/src/cache/index.ts';
import type { CacheTier, TierName } from '../../server/src/cache/tier.ts';
import {
  isCorruption,
  isGone,
  setAside,
  sqliteDriver,
} from '../../server/src/storage/sqliteDriver.ts';
import { needs } from '../../tools/servers/realServers.ts';
import { RedisServer } from '../../tools/servers/redisServer.ts';
import { waitFor } from '../../tools/waitFor.ts';
import { expect } from './expect.ts';
import { keyv5Store } from './keyv5Store.ts';

/** Vitest's globals as the suite uses them, by mocha's. */
const vitest = {
  it: (name: string, run: (test: { expect: typeof expect }) => unknown) =>
    it(name, async () => {
      await run({ expect });
    }),
  beforeEach: (run: () => Promise<void>) => beforeEach(run),
  afterEach: (run: () => Promise<void>) => afterEach(run),
};

/**
 * Keyv's suite for storage adapters (2.1.2, for Keyv 5, which gives relative times to live) over the tiered
 * cache. The HTTP tier takes no part: what is immutable cannot pass tests that delete.
 */
describe('@keyv/test-suite', () => {
  needs('redis-server', '--version');
  const folder = mkdtempSync(join(tmpdir(), 'aurelis-compat-'));
  let server: RedisServer;
  let cache: TieredCache<string>;

  before(async () => {
    server = await RedisServer.begin();
    const guarded = (tier: CacheTier<string>, incident: TierIncident) =>
      new GuardedTier(tier, { deadlineMs: 1_000, maxWrites: 256 }, systemClock, incident);
    const quiet = () => undefined;
    const codec = new Codec('secret');
    const redis = new TierIncident('redis', quiet);
    const disk = new TierIncident('disk', quiet);
    const redisTier = new RedisTier<string>(
      { urls: [server.url], keyPrefix: 'compat:', ttlMs: 1e6 },
      { codec, clock: systemClock, incident: redis, origin: 'me' },
    );
    const diskTier = new DiskTier<string>(
      { path: join(folder, 'answers.sqlite'), maxBytes: 1e8, ttlMs: 1e6 },
      {
        codec,
        clock: systemClock,
        driver: sqliteDriver,
        isCorruption,
        isGone,
        setAside,
        holder: 'me',
        incident: disk,
        onTrouble: () => undefined,
      },
    );
    const options = { maxEntries: 100, maxBytes: 1e6, ttlMs: 1e6, eviction: 'lru' } as const;
    const middle = [guarded(redisTier, redis), guarded(diskTier, disk)];
    const near = new MemoryTier<string>(options, systemClock);
    cache = new TieredCache<string>(near, [middle], systemClock, quiet);
    await waitFor('Redis', () => redisTier.isUp);
  });

  after(async () => {
    cache?.dispose();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const passes = (name: string, tiers?: readonly TierName[]) => {
    describe(name, () => {
      const options = tiers === undefined ? {} : { tiers };
      keyvTestSuite(vitest as never, Keyv, () => keyv5Store(cache, systemClock, options));
    });
  };
  passes('the whole cache');
  passes('memory alone', ['memory']);
  passes('Redis alone', ['redis']);
  passes('disk alone', ['disk']);
});
