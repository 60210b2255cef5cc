import { scrypt } from 'node:crypto';

/**
 * Cost of scrypt (RFC 7914): 64 MB, and 150 to 450 ms of another thread on two cores of 2024. OWASP's Password Storage Cheat
 * Sheet has 2^17 as the first choice and smaller ones with more rounds; whoever guesses needs the shared store, too.
 */
const COST = { N: 2 ** 16, r: 8, p: 1, maxmem: 2 ** 27 } as const;
const KEY_BYTES = 32;

/**
 * Makes a key of 64 hex digits from a secret that people have chosen, slowly, so that guessing is slow, too. The same secret
 * and salt make the same key on every machine. Runs off the main thread.
 */
export const stretch = (secret: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) => {
    scrypt(secret.normalize('NFC'), salt, KEY_BYTES, COST, (error, key) =>
      error === null ? resolve(key.toString('hex')) : reject(error),
    );
  });
