/** A file with problems, by the path of its URI. */
export interface FileWithProblems {
  readonly path: string;
  readonly count: number;
}

/** Most files of one run, in the order of their paths. */
export const MAX_FILES = 200;
/** Most folders that a user can choose from. */
const MAX_FOLDERS = 500;

/** True for a file itself, and for what is in a folder. */
export const isWithin = (path: string, scope: string): boolean =>
  path === scope || path.startsWith(scope.endsWith('/') ? scope : `${scope}/`);

export const problemsIn = (files: readonly FileWithProblems[]): number =>
  files.reduce((sum, { count }) => sum + count, 0);

/** The folders below some others that hold files with problems, each with the number of these, in the order of their paths. */
export function foldersIn(
  files: readonly FileWithProblems[],
  roots: readonly string[],
): FileWithProblems[] {
  const counts = new Map<string, number>();
  for (const { path, count } of files) {
    for (let folder = above(path); folder !== ''; folder = above(folder)) {
      if (!roots.some((root) => folder !== root && isWithin(folder, root))) break;
      counts.set(folder, (counts.get(folder) ?? 0) + count);
    }
  }
  return [...counts]
    .map(([path, count]) => ({ path, count }))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1))
    .slice(0, MAX_FOLDERS);
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
