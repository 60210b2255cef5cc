import { hash } from 'node:crypto';
import type { VirtualKey } from './virtualKey.ts';

/** Everybody, where no keys are configured. */
const NO_KEYS = 'no keys';
/** All keys that share with their team, and have none. */
const NO_TEAM = 'no team';

/**
 * Two requests share cached answers exactly where their scopes are the same text. No scope of one kind is one of another kind: what
 * stands in front of the colon differs. A key's own scope is a digest of its hash, and tells neither.
 */
export function cacheScopeOf(key: VirtualKey | undefined): string {
  if (key === undefined) return NO_KEYS;
  if (key.cacheScope === 'own') return `own:${hash('sha256', key.hash)}`;
  return key.team === undefined ? NO_TEAM : `team:${key.team}`;
}
