import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs one package from npm, with its install scripts, into a folder of its own: all of it or nothing. Throws what npm says.
 * `environment` is added to this process's own.
 */
export function installPackage(
  spec: string,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): void {
  const building = `${folder}.${process.pid}`;
  mkdirSync(building, { recursive: true });
  writeFileSync(join(building, 'package.json'), '{ "private": true }\n');
  const { status, stdout, stderr } = spawnSync(
    'npm',
    ['install', spec, '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: building,
      env: { ...environmentForNpm(), ...environment },
      encoding: 'utf8',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) {
    rmSync(building, { recursive: true, force: true });
    throw new Error(`${spec} could not be installed:\n${(stdout + stderr).slice(-4000)}`);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(building, folder);
}

/** Ours, less what an outer npm says of itself: it runs on another Node than the npm that is started. */
const environmentForNpm = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?:config_user_agent|node_execpath|execpath|package|lifecycle)/.test(name),
    ),
  );
