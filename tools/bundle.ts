import { spawnSync } from 'node:child_process';
import { ROOT } from './root.ts';

/** Bundles the extension into `dist/`; throws if that fails. With `--watch` it goes on, and bundles again after every change. */
export function bundle(...flags: '--watch'[]): void {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs', ...flags], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The build failed');
}
