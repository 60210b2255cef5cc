import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The repository's folder. */
export const ROOT = join(import.meta.dirname, '..');

/** Bundles the extension into `dist/`; throws if that fails. */
export function build(): void {
  const { status } = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed');
}
