import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { privateFolder } from './privateFiles.ts';

/** Longest path that is taken, in UTF-16 units: Linux's own limit. */
const MAX_LENGTH = 4_096;

/** A path in which `~` stands for the home of the user. */
export const fromHome = (path: string): string =>
  /^~(?=$|[\\/])/.test(path) ? join(homedir(), path.slice(1)) : path;

/**
 * The folder that a client names for files, made if it was not there; `undefined` for one that cannot be used: a relative path,
 * for nobody knows of what, a file, or a place that cannot be written. `~` is the home of the user.
 */
export function usableFolder(wanted: string): string | undefined {
  const path = fromHome(wanted);
  if (!isAbsolute(path) || path.length > MAX_LENGTH) return undefined;
  try {
    privateFolder(path);
    accessSync(path, constants.W_OK | constants.X_OK);
    return statSync(path).isDirectory() ? path : undefined;
  } catch {
    // A file in its place, a system's own folder, another user's.
    return undefined;
  }
}
