/** The server's library interface: its cache, for programs that want one like it behind Keyv. */
export { Codec } from './codec/codec.ts';
export { DiskTier } from './disk/diskTier.ts';
export { GuardedTier } from './guardedTier.ts';
export { HttpTier } from './http/httpTier.ts';
export { KeyvTieredStore } from './keyvTieredStore.ts';
export { MemoryTier } from './memory/memoryTier.ts';
export { RedisTier } from './redis/redisTier.ts';
export { TieredCache } from './tieredCache.ts';
export { TierIncident } from './tierIncident.ts';
