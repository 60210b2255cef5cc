import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tools/root.ts';

const FOLDER = join(ROOT, 'test/compat');
const INSTALLED = join(FOLDER, 'node_modules/.aurelis-lock.json');

/** Installs what the compatibility suite needs, from its own lockfile and without install scripts, once. */
export function installCompat(): void {
  const lock = readFileSync(join(FOLDER, 'package-lock.json'), 'utf8');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock) return;
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The packages of test/compat could not be installed.');
    process.exit(1);
  }
  writeFileSync(INSTALLED, lock);
}
