import { spawnSync } from 'node:child_process';
import { ROOT } from './root.ts';

/** Bundles the extension into `dist/`; throws if that fails. */
export function bundle(): void {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed');
}
