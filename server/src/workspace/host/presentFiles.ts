import { lstatSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../base/clock.ts';

/** Folders are looked at no more often than this. */
const LOOK_AGAIN_MS = 200;
/** A file system's times may be as coarse as two seconds (FAT): within that, a change may leave a folder's time as it is. */
const COARSE_MS = 2_500;

interface Folder {
  /** When its list of files last changed; `undefined` where another change might have the same time. */
  changed: number | undefined;
  readonly paths: Set<string>;
}

/**
 * Tells which of the files that were read are gone, under whatever name they are now. Removing or renaming a file changes
 * the time of its folder, so a look costs one call for each folder, and one for each file of those that have changed.
 */
export class PresentFiles {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly #folders = new Map<string, Folder>();
  #lookedAt: number;

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#lookedAt = clock.monotonic();
  }

  /** A file is there, and is about to be read. */
  add(path: string): void {
    const name = dirname(path);
    const folder = this.#folders.get(name) ?? { changed: this.#timeOf(name), paths: new Set() };
    this.#folders.set(name, folder);
    folder.paths.add(path);
  }

  /** The files that have gone since the last look. */
  gone(): string[] {
    const now = this.#clock.monotonic();
    if (now - this.#lookedAt < LOOK_AGAIN_MS) return [];
    this.#lookedAt = now;
    const gone: string[] = [];
    for (const [name, folder] of this.#folders) {
      const changed = this.#timeOf(name);
      if (changed !== undefined && changed === folder.changed) continue;
      folder.changed = changed;
      for (const path of folder.paths) {
        if (isFile(path)) continue;
        folder.paths.delete(path);
        gone.push(path);
      }
      if (folder.paths.size === 0) this.#folders.delete(name);
    }
    return gone;
  }

  #timeOf(folder: string): number | undefined {
    const time = statsOf(statSync, folder)?.mtimeMs;
    return time !== undefined && this.#clock.now() - time > COARSE_MS ? time : undefined;
  }
}

const isFile = (path: string): boolean => statsOf(lstatSync, path)?.isFile() === true;

function statsOf(stats: typeof statSync | typeof lstatSync, path: string) {
  try {
    return stats(path, { throwIfNoEntry: false });
  } catch {
    // Not ours to see, or a link in a circle.
    return undefined;
  }
}
