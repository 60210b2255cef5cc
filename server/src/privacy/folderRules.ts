import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Effort } from '../base/pathPattern.ts';
import { type IgnoreRule, parseIgnoreFile, verdictOf } from './ignoreRules.ts';
import { isInside, readRegularFile, realPath } from './regularFile.ts';

/** The ignore files that are obeyed, by their names. None undoes what another kind excludes. */
export const IGNORE_LISTS = [
  '.gitignore',
  '.aiignore',
  '.cursorignore',
  '.copilotignore',
  '.aiexclude',
  '.aurelisignore',
] as const;
type IgnoreList = (typeof IGNORE_LISTS)[number];

/** The files that say what of a folder is excluded, git's own list of a repository included. */
const FILES = [...IGNORE_LISTS, '.git'] as const;

/** Larger ignore files are not read: everything beside them is excluded then, since nobody can tell what they mean. */
const MAX_IGNORE_BYTES = 256 * 1024;
/** Steps that the rules of all folders may take over one path: some milliseconds. What takes more excludes it. */
export const MAX_EFFORT = 400_000;

/** The rules of one kind of list in one folder; `unreadable` excludes all that is in it. */
type Rules = readonly IgnoreRule[] | 'unreadable';

/** The reasons of ignore files: the kind of list that excludes, or that one cannot be read. */
export type IgnoreVerdict = IgnoreList | 'unreadableList';

/** The ignore files of a folder, and of those above it, parsed. */
export interface FolderRules {
  readonly folder: string;
  /** Changes whenever one of the files does. */
  readonly stamp: string;
  readonly above: FolderRules | undefined;
  readonly lists: ReadonlyMap<IgnoreList, Rules>;
  /** Set if the folder itself is excluded, and so is all in it. */
  readonly excluded: IgnoreVerdict | undefined;
  readonly isRepository: boolean;
}

/** Size, time and identity of each ignore file in a folder. Costs seven look-ups, and reads nothing. */
export function stampOf(folder: string): string {
  let stamp = '';
  for (const name of FILES) {
    const stats = statsOf(join(folder, name));
    if (stats !== undefined) stamp += `${name}:${stats.mtimeMs}:${stats.size}:${stats.ino}|`;
  }
  if (!stamp.includes('.git:')) return stamp;
  const exclude = excludeFileOf(folder);
  const stats = exclude === undefined ? undefined : statsOf(exclude);
  return stats === undefined ? stamp : `${stamp}${stats.mtimeMs}:${stats.size}`;
}

function statsOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Not ours to see, or a link in a circle.
    return undefined;
  }
}

/** Reads the ignore files of a folder. `top` is the folder outside of which no link is followed. */
export function readFolderRules(
  folder: string,
  stamp: string,
  above: FolderRules | undefined,
  top: string,
): FolderRules {
  const lists = new Map<IgnoreList, Rules>();
  for (const list of IGNORE_LISTS) {
    if (!stamp.includes(`${list}:`)) continue;
    const rules = readRules(join(folder, list), top);
    if (rules !== undefined) lists.set(list, rules);
  }
  const isRepository = /(?:^|\|)\.git:/.test(stamp);
  const own = isRepository ? readOwnExcludes(folder) : undefined;
  if (own !== undefined) lists.set('.gitignore', joined(own, lists.get('.gitignore')));
  const excluded = above && ignoredBy(above, folder, true);
  return { folder, stamp, above, lists, excluded, isRepository };
}

/** `undefined` where there is no such file: a pipe, a device or a link that leads out is none. */
function readRules(path: string, top: string): Rules | undefined {
  const real = realPath(path);
  if (real === undefined || !isInside(real, realPath(top) ?? top)) return undefined;
  const read = readRegularFile(real, Buffer.allocUnsafe(MAX_IGNORE_BYTES + 1));
  if (read.kind === 'missing') return undefined;
  return read.kind === 'unreadable' ? 'unreadable' : parseIgnoreFile(read.text);
}

function readOwnExcludes(folder: string): Rules | undefined {
  const path = excludeFileOf(folder);
  return path === undefined ? undefined : readRules(path, dirname(path));
}

/** `info/exclude` of a repository; of a work tree or submodule, whose `.git` is a file that names the folder. */
function excludeFileOf(folder: string): string | undefined {
  const git = join(folder, '.git');
  const stats = statsOf(git);
  if (stats === undefined) return undefined;
  if (stats.isDirectory()) return join(git, 'info/exclude');
  const named = readPath(git, /^gitdir: (.+)/);
  if (named === undefined) return undefined;
  const own = resolve(folder, named);
  if (!isNearby(own, folder)) return undefined;
  const common = readPath(join(own, 'commondir'), /^(.+)/);
  const shared = resolve(own, common ?? '');
  return isNearby(shared, folder) ? join(shared, 'info/exclude') : undefined;
}

/**
 * True for a path on the same drive, or below the same folder of the file system's root: a folder names it, and elsewhere may be a machine
 * of somebody who wants to be called (a share of Windows, `/net`).
 */
export const isNearby = (path: string, folder: string): boolean => rootOf(path) === rootOf(folder);
const rootOf = (path: string): string =>
  (/^(?:[/\\]{2}[^/\\]*|[a-z]:(?=[/\\])|\/[^/]*)/i.exec(path)?.[0] ?? path).toLowerCase();

const MAX_PATH_BYTES = 4_096;

function readPath(file: string, pattern: RegExp): string | undefined {
  const read = readRegularFile(file, Buffer.allocUnsafe(MAX_PATH_BYTES + 1));
  return read.kind === 'text' ? pattern.exec(read.text)?.[1]?.trim() : undefined;
}

/** The later rules win, so git's own list comes first. */
const joined = (first: Rules, second: Rules = []): Rules =>
  first === 'unreadable' || second === 'unreadable' ? 'unreadable' : [...first, ...second];

/** Why the ignore files of a folder and of those above exclude a file, or folder, right in it; `undefined` if none does. */
export function ignoredBy(
  rules: FolderRules,
  path: string,
  isFolder: boolean,
): IgnoreVerdict | undefined {
  if (rules.excluded !== undefined) return rules.excluded;
  const effort: Effort = { left: MAX_EFFORT };
  for (const list of IGNORE_LISTS) {
    const verdict = listVerdict(list, rules, path, isFolder, effort);
    if (effort.left < 0) return 'unreadableList';
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** The deepest file of a kind that says anything decides, as git has it. */
function listVerdict(
  list: IgnoreList,
  deepest: FolderRules,
  path: string,
  isFolder: boolean,
  effort: Effort,
): IgnoreVerdict | undefined {
  for (let at: FolderRules | undefined = deepest; at !== undefined; at = at.above) {
    const rules = at.lists.get(list);
    if (rules === undefined) continue;
    if (rules === 'unreadable') return 'unreadableList';
    const verdict = verdictOf(rules, namesFrom(at.folder, path), isFolder, effort);
    if (effort.left < 0 || verdict === 'kept') return undefined;
    if (verdict === 'excluded') return list;
  }
  return undefined;
}

/** The names on the way from a folder to a path in it. */
export const namesFrom = (folder: string, path: string): string[] =>
  path
    .slice(folder.length)
    .split(/[\\/]/)
    .filter((name) => name !== '');
