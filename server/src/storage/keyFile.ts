import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const SECRET = /^[0-9a-f]{64}$/;

/** 256 random bits as hex digits. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/**
 * The secret kept in a file that only its owner can read, made on first use. For clients that have no
 * safer place. A file that holds anything else is replaced: what was sealed under it is a miss then.
 */
export function keyFile(path: string): string {
  const kept = readSecret(path);
  if (kept !== undefined) {
    chmodSync(path, 0o600);
    return kept;
  }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const secret = newSecret();
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch {
    // Another process was first, or the file holds something else.
    const others = readSecret(path);
    if (others !== undefined) return others;
    writeFileSync(path, secret, { mode: 0o600 });
    chmodSync(path, 0o600);
    return secret;
  }
}

function readSecret(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return SECRET.test(text) ? text : undefined;
  } catch {
    // Not made yet.
    return undefined;
  }
}
