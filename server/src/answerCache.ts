import { join } from 'node:path';
import type { Clock } from './base/clock.ts';
import type { Observer } from './base/observer.ts';
import { Codec } from './cache/codec.ts';
import { DiskTier } from './cache/diskTier.ts';
import type { CacheEvent } from './cache/events.ts';
import { MemoryTier } from './cache/memoryTier.ts';
import { TieredCache } from './cache/tieredCache.ts';
import type { StoredGeneration } from './pipeline/withCache.ts';
import type { Settings } from './protocol/settings.ts';
import type { SettingName } from './protocol/settingsTable.ts';
import { isCorruption, sqliteDriver } from './storage/sqliteDriver.ts';

export interface AnswerCacheTools {
  readonly clock: Clock;
  readonly observe: Observer<CacheEvent>;
  /** The installation's secret: what lies on disk is sealed under it. */
  readonly secret: string;
  /** Folder for files, unless a setting names another. */
  readonly storagePath: string;
}

/** The settings that a cache is made of: a change of any of them makes a new one. */
export const CACHE_SETTINGS = [
  'cache.memory.maxEntries',
  'cache.memory.maxMegabytes',
  'cache.memory.ttlSeconds',
  'cache.memory.eviction',
  'cache.disk.enable',
  'cache.disk.path',
  'cache.disk.ttlSeconds',
  'cache.disk.maxMegabytes',
] as const satisfies readonly SettingName[];

const MEGABYTE = 1024 * 1024;

/** All tiers of answers, as the settings want them. */
export function createAnswerCache(
  settings: Settings,
  tools: AnswerCacheTools,
): TieredCache<StoredGeneration> {
  const { clock, observe } = tools;
  const options = {
    maxEntries: settings['cache.memory.maxEntries'],
    maxBytes: settings['cache.memory.maxMegabytes'] * MEGABYTE,
    ttlMs: settings['cache.memory.ttlSeconds'] * 1000,
    eviction: settings['cache.memory.eviction'],
  };
  const far = settings['cache.disk.enable'] ? [createDiskTier(settings, tools)] : [];
  return new TieredCache(new MemoryTier(options, clock), far, clock, observe);
}

function createDiskTier(
  settings: Settings,
  { clock, observe, secret, storagePath }: AnswerCacheTools,
): DiskTier<StoredGeneration> {
  const options = {
    path: join(settings['cache.disk.path'] || storagePath, 'answers.sqlite'),
    maxBytes: settings['cache.disk.maxMegabytes'] * MEGABYTE,
    ttlMs: settings['cache.disk.ttlSeconds'] * 1000,
  };
  const onTrouble = (trouble: 'setAside' | 'notWritten') =>
    observe({ kind: trouble === 'setAside' ? 'tierSetAside' : 'tierError', tier: 'disk' });
  const codec = new Codec(secret);
  return new DiskTier(options, { codec, clock, driver: sqliteDriver, isCorruption, onTrouble });
}
