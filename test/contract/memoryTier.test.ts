import { MemoryTier } from '../../server/src/cache/memory/memoryTier.ts';
import { contract } from './contract.ts';

const options = { maxEntries: 3, maxBytes: 10_000, ttlMs: 1_000_000, eviction: 'lru' } as const;
contract('memory, lru', { create: (clock) => new MemoryTier(options, clock) });
contract('memory, lfu', {
  create: (clock) => new MemoryTier({ ...options, eviction: 'lfu' }, clock),
});
