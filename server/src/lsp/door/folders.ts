import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InitializeParams } from 'vscode-languageserver';
import { normalUri } from '../../documents/uri.ts';
import { list, members, type Raw, text } from './shape.ts';

/** Most folders of a workspace, and the longest URI of one. */
const MAX_FOLDERS = 100;
const MAX_URI = 8_192;

type Named = Partial<Pick<InitializeParams, 'workspaceFolders' | 'rootUri' | 'rootPath'>>;

/**
 * The paths of the folders that a client has open, by the newest way in which it names any (LSP: `workspaceFolders`, then `rootUri`,
 * then `rootPath`). A folder that is no path of this machine is left out.
 */
export function folderPaths({ workspaceFolders, rootUri, rootPath }: Named): readonly string[] {
  if (workspaceFolders) return [...new Set(workspaceFolders.flatMap(({ uri }) => pathOf(uri)))];
  if (rootUri) return pathOf(rootUri);
  return rootPath && isAbsolute(rootPath) ? [rootPath] : [];
}

/** The folders that a client has open after a change, `open` being those before. */
export function changedFolders(open: readonly string[], raw: Raw): readonly string[] {
  const { added, removed } = members(raw.event, 'event');
  const pathsIn = (value: unknown, name: string): string[] =>
    list(value, name, MAX_FOLDERS, (folder) =>
      pathOf(text(members(folder, name).uri, name, MAX_URI)),
    ).flat();
  const gone = new Set(pathsIn(removed, 'event.removed'));
  const kept = open.filter((folder) => !gone.has(folder));
  return [...new Set([...kept, ...pathsIn(added, 'event.added')])].slice(0, MAX_FOLDERS);
}

function pathOf(uri: string): readonly string[] {
  try {
    return [fileURLToPath(normalUri(uri))];
  } catch {
    // Another scheme, another machine, or escapes that are none.
    return [];
  }
}
