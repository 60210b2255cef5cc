import { hash, timingSafeEqual } from 'node:crypto';
import type { VirtualKey } from './virtualKey.ts';

/** Longest key that is looked up, in UTF-16 units; ours have 46. */
const MAX_KEY = 512;
/** Compared where no key is known. */
const NOBODY = Buffer.alloc(32);

interface Known {
  readonly key: VirtualKey;
  readonly digest: Buffer;
}

/**
 * Finds keys by digest. Those that were found are known from then on by what was presented, which came over the wire a moment before: how long that takes
 * says no more of a key than the answer does.
 */
export class KeyRing {
  readonly #byDigest = new Map<string, Known>();
  /** No more than there are keys: each has one form. */
  readonly #found = new Map<string, VirtualKey>();

  constructor(keys: readonly VirtualKey[]) {
    for (const key of keys) {
      const digest = Buffer.from(key.hash.replace('sha256:', ''), 'hex');
      this.#byDigest.set(digest.toString('latin1'), { key, digest });
    }
  }

  get isEmpty(): boolean {
    return this.#byDigest.size === 0;
  }

  find(presented: string): VirtualKey | undefined {
    if (presented.length > MAX_KEY) return undefined;
    const found = this.#found.get(presented);
    if (found !== undefined) return found;
    const digest = hash('sha256', presented, 'buffer');
    const known = this.#byDigest.get(digest.toString('latin1'));
    if (!timingSafeEqual(digest, known?.digest ?? NOBODY) || known === undefined) return undefined;
    this.#found.set(presented, known.key);
    return known.key;
  }
}
