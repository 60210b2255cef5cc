import { dirname } from 'node:path';
import type { Clock } from '../base/clock.ts';
import {
  type FolderRules,
  type IgnoreVerdict,
  ignoredBy,
  readFolderRules,
  stampOf,
} from './folderRules.ts';
import { isInside } from './regularFile.ts';

/** The ignore files of a folder are looked at again after this time: a change holds within it. */
export const LOOK_AGAIN_MS = 2_000;
/** Deeper paths are nobody's sources; they are excluded, since not all lists on the way are read. */
const MAX_DEPTH = 100;
/** Folders above one that are looked at for a repository. */
const MAX_ABOVE = 64;
const MAX_FOLDERS = 5_000;

interface Known {
  readonly rules: FolderRules;
  /** Milliseconds of the clock's monotonic time. */
  at: number;
}

/**
 * Whether ignore files exclude a path: those in every folder from the top of its workspace, or of the repository around that,
 * down to it. Of a file in no workspace folder the nearest repository counts, or else its own folder alone. Each folder is
 * read once, and looked at again after `LOOK_AGAIN_MS`.
 */
export class IgnoreFiles {
  readonly #folders: readonly string[];
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #known = new Map<string, Known>();
  readonly #tops = new Map<string, { readonly top: string; readonly at: number }>();
  #changes = 0;

  constructor(folders: readonly string[], clock: Pick<Clock, 'monotonic'>) {
    this.#folders = folders;
    this.#clock = clock;
  }

  /** Grows each time that a folder's ignore files are found changed. */
  get changes(): number {
    return this.#changes;
  }

  /** The reason why a file is excluded; `undefined` if it is not. */
  verdictOf(path: string): IgnoreVerdict | undefined {
    return this.#verdict(path, false);
  }

  /** The same of a folder, whose own ignore files speak of what is in it. */
  verdictOfFolder(path: string): IgnoreVerdict | undefined {
    return this.#verdict(path, true);
  }

  /** Looks at all folders that are known by now; true if anything has changed since they were read. */
  lookAgain(): boolean {
    const before = this.#changes;
    for (const [folder, { rules }] of this.#known) {
      if (stampOf(folder) !== rules.stamp) this.#changes++;
    }
    return this.#changes !== before;
  }

  #verdict(path: string, isFolder: boolean): IgnoreVerdict | undefined {
    const parent = dirname(path);
    const rules = this.#rulesOf(parent, this.#topOf(parent), MAX_DEPTH);
    return rules === undefined ? 'unreadableList' : ignoredBy(rules, path, isFolder);
  }

  #rulesOf(folder: string, top: string, depth: number): FolderRules | undefined {
    if (depth === 0) return undefined;
    const known = this.#known.get(folder);
    const now = this.#clock.monotonic();
    if (known !== undefined && now - known.at < LOOK_AGAIN_MS) return known.rules;
    const isTop = folder === top || dirname(folder) === folder;
    const above = isTop ? undefined : this.#rulesOf(dirname(folder), top, depth - 1);
    if (!isTop && above === undefined) return undefined;
    const stamp = stampOf(folder);
    if (known?.rules.stamp === stamp && known.rules.above === above) {
      known.at = now;
      return known.rules;
    }
    if (known !== undefined) this.#changes++;
    const rules = readFolderRules(folder, stamp, above, top);
    this.#known.delete(folder);
    this.#known.set(folder, { rules, at: now });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_FOLDERS && oldest !== undefined) this.#known.delete(oldest);
    return rules;
  }

  /** The topmost folder whose ignore files count for a folder. */
  #topOf(folder: string): string {
    const workspace = this.#folders.find((each) => isInside(folder, each)) ?? folder;
    const known = this.#tops.get(workspace);
    const now = this.#clock.monotonic();
    if (known !== undefined && now - known.at < LOOK_AGAIN_MS) return known.top;
    const top = repositoryAround(workspace) ?? workspace;
    if (this.#tops.size > MAX_FOLDERS) this.#tops.clear();
    this.#tops.set(workspace, { top, at: now });
    return top;
  }
}

function repositoryAround(folder: string): string | undefined {
  let at = folder;
  for (let above = 0; above <= MAX_ABOVE; above++) {
    if (/(?:^|\|)\.git:/.test(stampOf(at))) return at;
    const next = dirname(at);
    if (next === at) return undefined;
    at = next;
  }
  return undefined;
}
