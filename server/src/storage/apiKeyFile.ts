import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

/** A key is one line; larger files are something else. */
const MAX_BYTES = 64 * 1024;
/** Longest key, in UTF-16 units: Node takes at most 16 KB for all headers of a request. */
const MAX_LENGTH = 8_192;
/** Keys go into a header: visible ASCII, without blanks. */
const KEY = /^[\x21-\x7e]+$/;

/** People keep what they paste elsewhere: into a shell, or a header. */
const BEFORE_KEY = /^(?:export|bearer) {1,8}/i;

/** The key in a file and whether other users of the machine can read it, or why there is none. */
export type ApiKeyReading =
  | { readonly key: string; readonly isShared: boolean }
  | { readonly problem: 'relative' | 'unreadable' | 'notRegular' | 'large' | 'noKey' };

/** Reads the API key from the first line of a file; `~/` at the start of its path is the home folder. Never rejects. */
export async function readApiKey(path: string, home: string | undefined): Promise<ApiKeyReading> {
  const isInHome = /^~[\\/]/.test(path);
  const full = isInHome && home !== undefined ? join(home, path.slice(2)) : path;
  if (!isAbsolute(full)) return { problem: 'relative' };
  try {
    // Opening a named pipe would wait for somebody who writes.
    const file = await open(full, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { mode, size } = await file.stat().then((stat) => {
        return stat.isFile() ? stat : { mode: 0, size: undefined };
      });
      if (size === undefined) return { problem: 'notRegular' };
      if (size > MAX_BYTES) return { problem: 'large' };
      const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      const [first = ''] = buffer.toString('utf8', 0, bytesRead).split(/[\r\n]/, 1);
      const key = first
        .replace(/^\ufeff/, '')
        .trim()
        .replace(BEFORE_KEY, '');
      if (key.length > MAX_LENGTH || !KEY.test(key)) return { problem: 'noKey' };
      return { key, isShared: process.platform !== 'win32' && (mode & 0o077) !== 0 };
    } finally {
      await file.close();
    }
  } catch {
    // Not there, or not for this user.
    return { problem: 'unreadable' };
  }
}
