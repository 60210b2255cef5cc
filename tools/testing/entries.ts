import type { CacheEntry } from '../../server/src/cache/tier.ts';

/** A cache entry that lasts, unless told otherwise. */
export const anEntry = (
  value: string,
  changes: Partial<CacheEntry<string>> = {},
): CacheEntry<string> => ({
  value,
  bytes: value.length,
  expiresAt: Number.MAX_SAFE_INTEGER,
  freshUntil: Number.MAX_SAFE_INTEGER,
  storedAt: 0,
  costMs: 0,
  ...changes,
});
