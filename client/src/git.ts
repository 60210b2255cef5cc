import * as vscode from 'vscode';

/*
 * The editor's own Git extension, as far as a commit message needs it. Its API is its first version:
 * https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts
 */

interface Commit {
  readonly message: string;
  readonly parents: readonly string[];
}

/** A repository that is open in the editor. */
export interface Repository {
  readonly rootUri: vscode.Uri;
  readonly inputBox: { value: string };
  readonly state: { readonly HEAD: { readonly name?: string } | undefined };
  /** The staged changes, where `isCached`. */
  diff(isCached: boolean): Promise<string>;
  log(options: { readonly maxEntries: number }): Promise<readonly Commit[]>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly Repository[] };
}

/** The repositories that are open; `undefined` where the editor has no Git, or it is turned off. */
export async function openRepositories(): Promise<readonly Repository[] | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  if (extension === undefined) return undefined;
  const git = extension.isActive ? extension.exports : await extension.activate();
  return git?.enabled === true ? git.getAPI(1).repositories : undefined;
}

/** Commits that are looked at for subjects. */
const MAX_COMMITS = 10;

/** The first lines of the last commits that are no merges; none in a repository without commits. */
export async function lastSubjects(repository: Repository): Promise<readonly string[]> {
  try {
    const commits = await repository.log({ maxEntries: MAX_COMMITS });
    return commits
      .filter(({ parents }) => parents.length < 2)
      .map(({ message }) => message.split('\n', 1)[0] ?? '');
  } catch {
    // There is no commit yet, or git is busy: the message is written without.
    return [];
  }
}
