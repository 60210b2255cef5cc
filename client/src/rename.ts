import * as vscode from 'vscode';
import { MAX_RENAMED } from '../../server/src/protocol/askedMessages.ts';
import { harmless, type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import type { AurelisClient } from './languageClient.ts';
import { tellProblem } from './problems.ts';
import { inform, pickName, warn } from './surfaces.ts';

const MAX_SHOWN = 60;

/** Renames what stands at the cursor by the editor's own language services, to a name that a model suggests or the user types. */
export async function renameWithSuggestions(client: AurelisClient): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const place = editor === undefined ? undefined : await renamedAt(editor);
  if (editor === undefined || place === undefined) {
    inform(
      plain`Aurelis: place the cursor on a name that the editor can rename, then run this command again.`,
    );
    return;
  }
  const { document } = editor;
  const { position, name } = place;
  const cancellation = new vscode.CancellationTokenSource();
  const { version } = document;
  try {
    const asked = client.names(
      { uri: document.uri.toString(), line: position.line, name },
      cancellation.token,
    );
    const title = plain`Rename “${harmless(name, MAX_SHOWN)}”`;
    const names = asked.then((result) => {
      if (!('problem' in result)) return result.names.filter(isShownAsIs).map(asLabel);
      if (!cancellation.token.isCancellationRequested) void tellProblem(result);
      return [];
    });
    const chosen = await pickName(title, names);
    if (chosen === undefined || chosen === name) return;
    if (document.version !== version) {
      warn(plain`Aurelis renamed nothing, because the document was edited meanwhile. Try again.`);
      return;
    }
    await rename(document, position, chosen);
  } finally {
    cancellation.cancel();
    cancellation.dispose();
  }
}

const asLabel = (name: string): PlainText => harmless(name, MAX_RENAMED);
/** A name that would have to be changed to be shown is none. */
const isShownAsIs = (name: string): boolean => asLabel(name) === name;

/** The name at the cursor, as the language's own extension sees it. */
async function renamedAt({
  document,
  selection,
}: vscode.TextEditor): Promise<{ position: vscode.Position; name: string } | undefined> {
  const prepared = await Promise.resolve(
    vscode.commands.executeCommand<{ range?: vscode.Range } | undefined>(
      'vscode.prepareRename',
      document.uri,
      selection.active,
    ),
  ).catch(() => undefined);
  const range = prepared?.range;
  const name = range === undefined ? '' : document.getText(range);
  const isName = name !== '' && name.length <= MAX_RENAMED && !name.includes('\n');
  return isName && range !== undefined ? { position: range.start, name } : undefined;
}

async function rename(
  document: vscode.TextDocument,
  position: vscode.Position,
  name: string,
): Promise<void> {
  const edit = await Promise.resolve(
    vscode.commands.executeCommand<vscode.WorkspaceEdit | undefined>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      position,
      name,
    ),
  ).catch(reasonOf);
  if (typeof edit === 'string') {
    warn(plain`Aurelis: the editor could not rename this: ${harmless(edit, 200)}`);
    return;
  }
  const isMade = edit !== undefined && (await vscode.workspace.applyEdit(edit));
  if (!isMade)
    warn(plain`Aurelis: the editor could not rename this. Use “Rename Symbol” to see why.`);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : '');
