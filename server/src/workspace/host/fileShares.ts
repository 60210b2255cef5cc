import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { type Costly, FairShare, type Part } from './fairShare.ts';
import { FILE_KIND, type FileKind, kindOf, likenessOf } from './fileKinds.ts';
import type { DiskPolicy, Folder } from './folderTree.ts';

/** Larger files are data or generated, in bytes. */
export const MAX_FILE_BYTES = 512 * 1024;

/** How much may be taken in all. */
export interface FileBudget {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

/** A file that may be learnt. */
export interface Candidate extends Costly {
  readonly path: string;
  readonly kind: FileKind;
  /** How many folders below a root. */
  readonly depth: number;
  /** In bytes. */
  readonly size: number;
}

/**
 * Names the files to be learnt: all code before other texts, and these before data. Within a kind each folder gets its share, and
 * in a folder files whose names differ in numbers alone have one share together. A file costs the part that it takes of the
 * files or of the bytes, whichever is larger (dominant resource fairness, Ghodsi and others, NSDI 2011).
 */
export function* inFairOrder(
  folders: readonly Folder[],
  policy: DiskPolicy,
  budget: FileBudget,
): Generator<Candidate, void, void> {
  const shares = new Shares(policy, budget);
  for (const kind of Object.values(FILE_KIND)) {
    const share = shares.of(folders, kind);
    for (let file = share.next(); file !== undefined; file = share.next()) yield file;
  }
}

class Shares {
  readonly #policy: DiskPolicy;
  readonly #budget: FileBudget;
  /** Names of files that are of a later kind by their size, by folder. */
  readonly #later = new Map<Folder, string[]>();

  constructor(policy: DiskPolicy, budget: FileBudget) {
    this.#policy = policy;
    this.#budget = budget;
  }

  of(folders: readonly Folder[], kind: FileKind): FairShare<Candidate> {
    const share = new FairShare<Candidate>();
    for (const folder of folders) {
      const below = this.of(folder.folders, kind);
      const own = this.#ownOf(folder, kind);
      if (!own.isEmpty) below.add(own);
      if (!below.isEmpty) share.add(below, folder.weight);
    }
    return share;
  }

  #ownOf(folder: Folder, kind: FileKind): FairShare<Candidate> {
    const alike = new Map<string, string[]>();
    const named = folder.files.filter((name) => kindOf(name) === kind);
    const later = this.#later.get(folder) ?? [];
    for (const name of kind === FILE_KIND.data ? [...named, ...later] : named) {
      const likeness = likenessOf(name);
      const names = alike.get(likeness);
      if (names === undefined) alike.set(likeness, [name]);
      else names.push(name);
    }
    const share = new FairShare<Candidate>();
    for (const names of alike.values()) share.add(this.#part(folder, names, kind));
    return share;
  }

  #part(folder: Folder, names: readonly string[], kind: FileKind): Part<Candidate> {
    let at = 0;
    return {
      next: () => {
        while (at < names.length) {
          const file = this.#look(folder, names[at++] as string, kind);
          if (file !== undefined) return file;
        }
        return undefined;
      },
    };
  }

  #look(folder: Folder, name: string, kind: FileKind): Candidate | undefined {
    const path = join(folder.path, name);
    const size = sizeOf(path);
    if (size === 0 || size > MAX_FILE_BYTES) return undefined;
    if (kindOf(name, size) > kind) {
      this.#later.set(folder, [...(this.#later.get(folder) ?? []), name]);
      return undefined;
    }
    if (this.#policy.readable(path) === undefined) return undefined;
    const { maxFiles, maxBytes } = this.#budget;
    return { path, kind, depth: folder.depth, size, cost: Math.max(1 / maxFiles, size / maxBytes) };
  }
}

/** The size of a regular file, in bytes; 0 for what is none, or is gone. */
function sizeOf(path: string): number {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats?.isFile() ? stats.size : 0;
  } catch {
    // Not ours to see.
    return 0;
  }
}
