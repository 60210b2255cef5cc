/** What the server offers as a library: its cache, for whoever wants one like it behind Keyv. */
export { Codec } from './codec/codec.ts';
export { DiskTier } from './disk/diskTier.ts';
export { GuardedTier } from './guardedTier.ts';
export { HttpTier } from './http/httpTier.ts';
export { KeyvTieredStore } from './keyvTieredStore.ts';
export { MemoryTier } from './memory/memoryTier.ts';
export { RedisTier } from './redis/redisTier.ts';
export { TieredCache } from './tieredCache.ts';
export { TierIncident } from './tierIncident.ts';
