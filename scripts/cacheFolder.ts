import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what is built once a machine is kept: outside the repository, by the platform's custom. */
export function cacheFolder(): string {
  const home = homedir();
  switch (process.platform) {
    case 'win32':
      return join(process.env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'aurelis');
    case 'darwin':
      return join(home, 'Library', 'Caches', 'aurelis');
    default:
      return join(process.env.XDG_CACHE_HOME ?? join(home, '.cache'), 'aurelis');
  }
}
