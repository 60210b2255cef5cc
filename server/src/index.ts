/** What the server offers as a library: its cache, for whoever wants one like it behind Keyv. */
export { Codec } from './cache/codec.ts';
export { DiskTier } from './cache/diskTier.ts';
export { GuardedTier } from './cache/guardedTier.ts';
export { HttpTier } from './cache/httpTier.ts';
export { KeyvTieredStore } from './cache/keyvTieredStore.ts';
export { MemoryTier } from './cache/memoryTier.ts';
export { RedisTier } from './cache/redisTier.ts';
export { TieredCache } from './cache/tieredCache.ts';
export { TierIncident } from './cache/tierIncident.ts';
