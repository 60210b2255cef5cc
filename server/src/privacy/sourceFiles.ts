import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../base/clock.ts';
import { readRegularBytes } from './regularFile.ts';
import type { SharingPolicy } from './sharingPolicy.ts';
import { sourceText } from './sourceText.ts';

/** Larger files are data, or generated. */
const MAX_IMPORT_BYTES = 256 * 1024;

/**
 * Reads a source file that the policy allows to be read: a regular one of bounded size in UTF-8, in the workspace with links
 * followed; `undefined` for any other. All that is read of the workspace without being open is read here.
 */
export function readSource(
  policy: Pick<SharingPolicy, 'readable'>,
  path: string,
  buffer: Buffer,
): string | undefined {
  const real = policy.readable(path);
  if (real === undefined) return undefined;
  const read = readRegularBytes(real, buffer);
  return read.kind === 'bytes' ? sourceText(read.bytes) : undefined;
}

/** Reads files by their URIs, each in a turn of its own; `undefined` for what may not be read, or is a dependency's. */
export function sourceReader(
  policy: Pick<SharingPolicy, 'readable'>,
  clock: Pick<Clock, 'soon'>,
): (uri: string) => Promise<string | undefined> {
  const buffer = Buffer.allocUnsafe(MAX_IMPORT_BYTES + 1);
  return async (uri) => {
    const path = localPath(uri);
    if (path === undefined || path.split(sep).includes('node_modules')) return undefined;
    await new Promise<void>((resolve) => clock.soon(resolve));
    return readSource(policy, path, buffer);
  };
}

/** Tells of a file by its URI whether it may be read: it is there, and the policy allows it. Looks at the disk, some microseconds. */
export const sourceLook =
  (policy: Pick<SharingPolicy, 'readable'>) =>
  (uri: string): boolean => {
    const path = localPath(uri);
    return path !== undefined && policy.readable(path) !== undefined;
  };

function localPath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // No file of this machine.
    return undefined;
  }
}
