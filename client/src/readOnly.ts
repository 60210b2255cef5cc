import { statSync } from 'node:fs';
import * as vscode from 'vscode';

/** The kind of the one action that changes nothing. */
export const EXPLAIN = vscode.CodeActionKind.Empty.append('aurelis.explain');

/** Of actions for a document, those that make sense for it: of one that cannot be edited there is only something to be told. */
export function fittingActions(
  document: vscode.TextDocument,
  actions: (vscode.Command | vscode.CodeAction)[] | null | undefined,
): (vscode.Command | vscode.CodeAction)[] | null | undefined {
  if (!isReadOnly(document)) return actions;
  return actions?.filter(
    (action) => 'kind' in action && action.kind !== undefined && EXPLAIN.contains(action.kind),
  );
}

/** True for a document that the user's settings, or its file's permissions, protect, or whose place cannot be written to. */
function isReadOnly(document: vscode.TextDocument): boolean {
  const { uri } = document;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return true;
  const files = vscode.workspace.getConfiguration('files', uri);
  if (matchesAny(document, files.get('readonlyExclude'))) return false;
  if (matchesAny(document, files.get('readonlyInclude'))) return true;
  if (uri.scheme !== 'file' || files.get('readonlyFromPermissions') !== true) return false;
  const mode = statSync(uri.fsPath, { throwIfNoEntry: false })?.mode ?? WRITABLE;
  return (mode & WRITABLE) === 0;
}

/** As the editor looks at permissions: may its owner write? */
const WRITABLE = 0o200;

const matchesAny = (document: vscode.TextDocument, globs: unknown): boolean =>
  typeof globs === 'object' &&
  globs !== null &&
  Object.entries(globs).some(
    ([pattern, isOn]) => isOn === true && vscode.languages.match({ pattern }, document) > 0,
  );
