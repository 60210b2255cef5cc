import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isUsable, privateFolder, readSmallFile, writeSmallFile } from './privateFiles.ts';

const SECRET = /^[0-9a-f]{64}$/;
/** Many times a secret, in bytes. */
const MAX_BYTES = 4_096;

/** 256 random bits as hex digits. */
export const newSecret = (): string => randomBytes(32).toString('hex');

/**
 * The secret kept in a file that only its owner can read, made on first use. For clients that have no safer place. A file
 * that holds anything else is replaced: what was sealed under it is a miss then. Throws where there can be no such file.
 */
export function keyFile(path: string): string {
  privateFolder(dirname(path));
  const kept = readSecret(path);
  if (kept !== undefined) {
    isUsable(path, MAX_BYTES);
    return kept;
  }
  const secret = newSecret();
  try {
    writeFileSync(path, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch {
    // Another process was first, or something else is there.
    const others = readSecret(path);
    if (others !== undefined) return others;
    if (writeSmallFile(path, secret)) return secret;
    throw new Error('The key file cannot be written');
  }
}

function readSecret(path: string): string | undefined {
  const text = readSmallFile(path, MAX_BYTES)?.trim() ?? '';
  return SECRET.test(text) ? text : undefined;
}
