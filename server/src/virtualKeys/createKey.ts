import { hash } from 'node:crypto';

/** Begins every key of ours, so that scanners for secrets know one. */
const PREFIX = 'ak-';
const KEY_BYTES = 32;

/** The digest of a key, as the configuration holds it. */
export const keyHash = (key: string): string => `sha256:${hash('sha256', key)}`;

/** A new key of 256 bits, which is told once, and its hash, which is kept. `randomBytes` has to be cryptographic. */
export function createKey(randomBytes: (bytes: number) => Uint8Array): {
  readonly key: string;
  readonly hash: string;
} {
  const key = `${PREFIX}${Buffer.from(randomBytes(KEY_BYTES)).toString('base64url')}`;
  return { key, hash: keyHash(key) };
}
