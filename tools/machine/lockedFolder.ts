import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what a folder's own lockfile names, without install scripts, once for each lockfile; the folder's `.npmrc` is heeded.
 * Returns whether it is there; npm's complaints go to stderr.
 */
export function installLocked(folder: string): boolean {
  const installed = join(folder, 'node_modules/.aurelis-lock.json');
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === lock) return true;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) return false;
  writeFileSync(installed, lock);
  return true;
}
