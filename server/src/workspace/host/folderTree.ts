import { opendirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SharingPolicy } from '../../privacy/sharingPolicy.ts';
import { type Costly, FairShare, type Part } from './fairShare.ts';
import { isForeign } from './fileKinds.ts';

/** Decides for files that are not open. */
export type DiskPolicy = Pick<SharingPolicy, 'exclusionOfEntry' | 'readable'>;

const SKIPPED_FOLDERS = new Set(['.git', '.hg', '.svn', '.jj', 'node_modules']);
const SKIPPED_FILES =
  /^(?:package-lock\.json|npm-shrinkwrap\.json|packages\.lock\.json|pnpm-lock\.yaml|yarn\.lock|go\.sum)$|\.(?:lock|lockfile|map|svg|min\.js|min\.css|snap)$/;
/** The list of a folder takes memory: of one with more, not all is read. */
const MAX_LISTED = 50_000;
/** Of what others have written an eighth of the share is learnt that a folder of the user's own would have. */
const FOREIGN_WEIGHT = 1 / 8;

/** A folder, and of those in it the ones that were reached. Their names are in the order of their UTF-16 units. */
export class Folder implements Part<Costly> {
  readonly path: string;
  readonly depth: number;
  readonly weight: number;
  files: string[] = [];
  readonly folders: Folder[] = [];
  readonly #policy: DiskPolicy;
  #left: FairShare<Costly> | undefined;

  constructor(path: string, depth: number, policy: DiskPolicy) {
    this.path = path;
    this.depth = depth;
    this.weight = depth > 0 && isForeign(basename(path)) ? FOREIGN_WEIGHT : 1;
    this.#policy = policy;
  }

  /** Reads the list of this folder, or of one below whose turn it is; costs as many as were read. */
  next(): Costly | undefined {
    if (this.#left !== undefined) return this.#left.next();
    this.#left = new FairShare();
    const names = list(this.path);
    this.files = names.files;
    for (const name of names.folders) {
      const path = join(this.path, name);
      if (SKIPPED_FOLDERS.has(name)) continue;
      if (this.#policy.exclusionOfEntry(path, true) !== undefined) continue;
      const folder = new Folder(path, this.depth + 1, this.#policy);
      this.folders.push(folder);
      this.#left.add(folder, folder.weight);
    }
    return { cost: 1 + names.files.length + names.folders.length };
  }
}

/** Lists folders until all have been, or so many entries were met; each branch gets its share of them. Links are not followed. */
export function listFolders(
  roots: readonly string[],
  policy: DiskPolicy,
  maxEntries: number,
): Folder[] {
  const folders = [...new Set(roots)].map((root) => new Folder(root, 0, policy));
  const share = new FairShare<Costly>();
  for (const folder of folders) share.add(folder);
  let entries = 0;
  for (let listed = share.next(); listed !== undefined; listed = share.next()) {
    entries += listed.cost;
    if (entries >= maxEntries) break;
  }
  return folders;
}

/**
 * The names of the files and folders in a folder, each in order; none of one that cannot be read. Of a folder with more than
 * `MAX_LISTED` entries those that the file system names first: which ones stays the same while it does not change.
 */
function list(path: string): { files: string[]; folders: string[] } {
  const [files, folders]: [string[], string[]] = [[], []];
  try {
    const folder = opendirSync(path, { bufferSize: 256 });
    try {
      for (let left = MAX_LISTED; left > 0; left--) {
        const entry = folder.readSync();
        if (entry === null) break;
        if (entry.isDirectory()) folders.push(entry.name);
        else if (entry.isFile() && !SKIPPED_FILES.test(entry.name)) files.push(entry.name);
      }
    } finally {
      folder.closeSync();
    }
  } catch {
    // Not ours to read, or no folder any more.
  }
  return { files: files.sort(), folders: folders.sort() };
}
