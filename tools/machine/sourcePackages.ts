import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './cacheFolder.ts';

/** Debian packages that carry source code of other projects, by what they are written in. */
const PACKAGES = [
  'golang-golang-x-net-dev',
  'golang-golang-x-tools-dev',
  'librust-regex-dev',
  'librust-syn-dev',
  'librust-hashbrown-dev',
  'ruby-rack',
  'ruby-sinatra',
  'php-twig',
  'php-symfony-console',
  'lua-penlight',
  'libfmt-dev',
  'nlohmann-json3-dev',
  'libstb-dev',
  'python3-jinja2',
  'python3-click',
  'python3-docutils',
  'bash-completion',
] as const;

/**
 * Folder that holds the unpacked source packages, one folder each; they are downloaded once a machine and never
 * installed. Packages that cannot be had are left out, with one line on stderr.
 */
export function installSourcePackages(): string {
  const root = join(cacheFolder(), 'source-packages');
  mkdirSync(root, { recursive: true });
  const missing = PACKAGES.filter((name) => !existsSync(join(root, name)) && !unpack(name, root));
  if (missing.length > 0) console.error(`Source packages not to be had: ${missing.join(' ')}.`);
  return root;
}

/** Downloads and unpacks one package; the folder appears only once it is whole. */
function unpack(name: string, root: string): boolean {
  const folder = mkdtempSync(join(root, '.new-'));
  try {
    run('apt-get', ['download', name], folder);
    const file = readdirSync(folder).find((each) => each.endsWith('.deb'));
    if (file === undefined || !run('dpkg-deb', ['-x', file, 'content'], folder)) return false;
    renameSync(join(folder, 'content'), join(root, name));
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const run = (command: string, args: readonly string[], cwd: string): boolean =>
  spawnSync(command, args, { cwd, stdio: 'ignore', timeout: 120_000 }).status === 0;
