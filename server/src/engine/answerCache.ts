import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import type { HttpCall } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { Codec } from '../cache/codec/codec.ts';
import { DiskTier } from '../cache/disk/diskTier.ts';
import type { CacheEvent } from '../cache/events.ts';
import { GuardedTier } from '../cache/guardedTier.ts';
import { HttpTier } from '../cache/http/httpTier.ts';
import { MemoryTier, type MemoryTierOptions } from '../cache/memory/memoryTier.ts';
import { RedisTier } from '../cache/redis/redisTier.ts';
import type { CacheTier, TierName } from '../cache/tier.ts';
import { TieredCache } from '../cache/tieredCache.ts';
import { TierIncident } from '../cache/tierIncident.ts';
import { REQUEST_KEY } from '../pipeline/requestKey.ts';
import type { StoredGeneration } from '../pipeline/withCache.ts';
import type { Settings } from '../settings/settings.ts';
import type { SettingName } from '../settings/settingsTable.ts';
import { hasSqlite } from '../storage/sqlite.ts';
import { isCorruption, isGone, setAside, sqliteDriver } from '../storage/sqliteDriver.ts';
import type { Writer, WriterData } from '../storage/sqliteWriter.ts';
import { fromHome } from '../storage/usableFolder.ts';

/** The secrets under which cache keys and stored values are made. */
export interface CacheSecrets {
  /** The installation's own. */
  readonly own: string;
  /** The team's, if it has one: for keys, and for values in the tiers that others reach. */
  readonly shared?: string;
}

export interface AnswerCacheTools {
  readonly clock: Clock;
  readonly observe: Observer<CacheEvent>;
  readonly call: HttpCall;
  readonly newId: () => string;
  readonly secrets: CacheSecrets;
  /** Folder for files, unless a setting names another. */
  readonly storagePath: string;
  /** Who writes to the disk; without it this thread does, which costs requests some milliseconds now and then. */
  readonly writerOf?: (of: WriterData) => Writer;
  /** The memory tier's options by now, where they are tuned. */
  readonly tuned?: (options: MemoryTierOptions) => MemoryTierOptions;
}

/** The settings that a cache is made of: a change of any of them makes a new one. */
export const CACHE_SETTINGS = [
  'cache.memory.maxEntries',
  'cache.memory.maxMegabytes',
  'cache.memory.ttlSeconds',
  'cache.memory.eviction',
  'cache.redis.url',
  'cache.redis.ttlSeconds',
  'cache.redis.keyPrefix',
  'cache.disk.enable',
  'cache.disk.path',
  'cache.disk.ttlSeconds',
  'cache.disk.maxMegabytes',
  'cache.http.url',
  'cache.http.ttlSeconds',
  'cache.http.write',
] as const satisfies readonly SettingName[];

/** The tiers of this machine: answers in the others are other people's, too. */
export const LOCAL_TIERS: readonly TierName[] = ['memory', 'disk'];

/** Whether any tier is on that others reach, too. */
export const hasSharedTier = (settings: Settings): boolean =>
  settings['cache.redis.url'] !== '' || settings['cache.http.url'] !== '';

const MEGABYTE = 1024 * 1024;
/** How long a reader waits for a tier. */
const DEADLINES_MS = { redis: 50, disk: 50, http: 300 } as const;
const MAX_WRITES = 256;
/** While others can invalidate what we hold, a message that was missed must not matter for longer. */
const SHARED_MEMORY_TTL_MS = 60_000;

type Tier = CacheTier<StoredGeneration>;

/** All tiers of answers, as the settings want them: memory, then Redis and disk together, then HTTP. */
export function createAnswerCache(
  settings: Settings,
  tools: AnswerCacheTools,
): TieredCache<StoredGeneration> {
  const { clock, observe } = tools;
  const hasRedis = settings['cache.redis.url'] !== '';
  const guarded = (name: keyof typeof DEADLINES_MS, create: (incident: TierIncident) => Tier) => {
    const incident = new TierIncident(name, observe);
    const guard = { deadlineMs: DEADLINES_MS[name], maxWrites: MAX_WRITES };
    return new GuardedTier(create(incident), guard, clock, incident);
  };
  const middle = [
    ...(hasRedis ? [guarded('redis', (incident) => redisTier(settings, tools, incident))] : []),
    ...(settings['cache.disk.enable'] && hasSqlite
      ? [guarded('disk', (incident) => diskTier(settings, tools, incident))]
      : []),
  ];
  const last =
    settings['cache.http.url'] === '' ? [] : [guarded('http', () => httpTier(settings, tools))];
  const { tuned = asSet } = tools;
  const near = new MemoryTier<StoredGeneration>(() => memoryOptions(settings, tuned), clock);
  return new TieredCache(near, [middle, last], clock, observe);
}

const asSet = (options: MemoryTierOptions): MemoryTierOptions => options;

/** The memory tier's options by the settings, and by what was tuned of them. */
export function memoryOptions(
  settings: Settings,
  tuned: (options: MemoryTierOptions) => MemoryTierOptions,
): MemoryTierOptions {
  const options = tuned({
    maxEntries: settings['cache.memory.maxEntries'],
    maxBytes: settings['cache.memory.maxMegabytes'] * MEGABYTE,
    ttlMs: settings['cache.memory.ttlSeconds'] * 1000,
    eviction: settings['cache.memory.eviction'],
  });
  const isShared = settings['cache.redis.url'] !== '';
  return isShared ? { ...options, ttlMs: Math.min(options.ttlMs, SHARED_MEMORY_TTL_MS) } : options;
}

/**
 * The codec of values that others can reach: sealed under the team's secret if there is one, else under the installation's
 * own.
 */
const sharedCodec = ({ own, shared }: CacheSecrets): Codec => new Codec(shared ?? own);

function redisTier(
  settings: Settings,
  { clock, newId, secrets }: AnswerCacheTools,
  incident: TierIncident,
): Tier {
  const options = {
    urls: settings['cache.redis.url'].split(',').map((url) => url.trim()),
    keyPrefix: settings['cache.redis.keyPrefix'],
    keyShape: REQUEST_KEY,
    ttlMs: settings['cache.redis.ttlSeconds'] * 1000,
  };
  const codec = sharedCodec(secrets);
  return new RedisTier(options, { codec, clock, incident, origin: newId() });
}

function diskTier(
  settings: Settings,
  { clock, observe, newId, secrets, storagePath, writerOf }: AnswerCacheTools,
  incident: TierIncident,
): Tier {
  const tier: TierName = 'disk';
  const options = {
    path: join(fromHome(settings['cache.disk.path']) || storagePath, 'answers.sqlite'),
    maxBytes: settings['cache.disk.maxMegabytes'] * MEGABYTE,
    ttlMs: settings['cache.disk.ttlSeconds'] * 1000,
  };
  const onTrouble = (trouble: 'setAside' | 'notWritten') =>
    observe({ kind: trouble === 'setAside' ? 'tierSetAside' : 'tierError', tier });
  const codec = new Codec(secrets.own);
  const driver = (ours: readonly string[]) => sqliteDriver(ours, writerOf);
  return new DiskTier(options, {
    codec,
    clock,
    driver,
    isThreaded: writerOf !== undefined,
    isCorruption,
    isGone,
    setAside,
    onTrouble,
    incident,
    holder: newId(),
  });
}

function httpTier(settings: Settings, { clock, call, secrets }: AnswerCacheTools): Tier {
  const options = {
    url: settings['cache.http.url'],
    ttlMs: settings['cache.http.ttlSeconds'] * 1000,
    mayWrite: settings['cache.http.write'],
  };
  return new HttpTier(options, { codec: sharedCodec(secrets), clock, call });
}
