import type { TierReason } from './tierReason.ts';

/** The events of the cache. */
export type CacheEvent =
  | { readonly kind: 'tierHit'; readonly tier: string; readonly ms: number }
  | { readonly kind: 'tierMiss'; readonly tier: string; readonly ms: number }
  | { readonly kind: 'tierWrite'; readonly tier: string }
  | { readonly kind: 'tierError'; readonly tier: string }
  /** A tier is left alone for a while because it fails; told once an incident. */
  | { readonly kind: 'tierDown'; readonly tier: string; readonly reason?: TierReason | undefined }
  | { readonly kind: 'tierUp'; readonly tier: string }
  /** The tier's contents could not be read and were set aside; it continues empty. */
  | { readonly kind: 'tierSetAside'; readonly tier: string };
