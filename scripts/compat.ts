import { join } from 'node:path';
import { installLocked } from '../tools/machine/lockedFolder.ts';
import { ROOT } from '../tools/root.ts';

/** Installs what the compatibility suite needs; ends the process where that cannot be had. */
export function installCompat(): void {
  if (installLocked(join(ROOT, 'test/compat'))) return;
  console.error('The packages of test/compat could not be installed.');
  process.exit(1);
}
