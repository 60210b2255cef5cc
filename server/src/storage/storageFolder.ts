import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where the server keeps its files when the client names no place: the platform's cache folder. */
export function storageFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return join(absolute(environment.LOCALAPPDATA) ?? join(home, 'AppData', 'Local'), 'aurelis');
    case 'darwin':
      return join(home, 'Library', 'Caches', 'aurelis');
    default:
      return join(absolute(environment.XDG_CACHE_HOME) ?? join(home, '.cache'), 'aurelis');
  }
}

/** Empty and relative paths count as none (XDG Base Directory Specification 0.8). */
const absolute = (path: string | undefined): string | undefined =>
  path !== undefined && isAbsolute(path) ? path : undefined;
