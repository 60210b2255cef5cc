/** What the cache announces. */
export type CacheEvent =
  | { readonly kind: 'tierHit'; readonly tier: string; readonly ms: number }
  | { readonly kind: 'tierMiss'; readonly tier: string; readonly ms: number }
  | { readonly kind: 'tierWrite'; readonly tier: string }
  | { readonly kind: 'tierError'; readonly tier: string }
  /** A tier is left alone for a while because it fails; told once an incident. */
  | { readonly kind: 'tierDown'; readonly tier: string }
  | { readonly kind: 'tierUp'; readonly tier: string }
  /** What the tier held could not be read and was set aside; it goes on empty. */
  | { readonly kind: 'tierSetAside'; readonly tier: string };
