import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { throwIfAborted } from '../../base/abort.ts';
import { type Clock, nextTurn } from '../../base/clock.ts';
import { normalUri } from '../../documents/uri.ts';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import type { FileChange } from './diff.ts';

/** The changes that may be sent, and the names of those that may not. */
export interface Allowed {
  readonly files: readonly FileChange[];
  readonly excluded: readonly string[];
}

/** Files that are looked at in one turn of the event loop: each takes some microseconds, on a slow disk a millisecond. */
const FILES_A_TURN = 50;

/**
 * The changes of a repository without those of files that the policy excludes by any of their names, the former ones included. `undefined` where the folder is
 * not on this machine. Rejects with `CancelledError` once the signal aborts.
 */
export async function allowedIn(
  folder: string,
  files: readonly FileChange[],
  policy: Pick<SharingPolicy, 'exclusionOf'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Allowed | undefined> {
  const top = localPath(folder);
  if (top === undefined) return undefined;
  const isExcluded = (name: string): boolean => {
    const uri = normalUri(pathToFileURL(join(top, name)).href);
    return policy.exclusionOf({ uri, languageId: '', length: 0, isBinary: false }) !== undefined;
  };
  const allowed: FileChange[] = [];
  const excluded: string[] = [];
  for (const [index, file] of files.entries()) {
    if (index % FILES_A_TURN === FILES_A_TURN - 1) await nextTurn(clock);
    throwIfAborted(signal);
    const { names, is } = file;
    // Patterns of folders hold for what is in them.
    const places = is === 'submodule' ? names.flatMap((name) => [name, `${name}/-`]) : names;
    if (places.some(isExcluded)) excluded.push(...names);
    else allowed.push(file);
  }
  return { files: allowed, excluded };
}

function localPath(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    // Another machine's, or none.
    return undefined;
  }
}
