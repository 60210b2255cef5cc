import * as vscode from 'vscode';
import type { ShowFileParams } from '../../server/src/protocol/actionMessages.ts';

/** Shows a new file beside the code, not saved yet: under its usual name, or without one where something is there already. */
export async function showFile({ uri, languageId, text }: ShowFileParams): Promise<null> {
  const place = vscode.Uri.parse(uri);
  const isFree = place.scheme === 'file' && !(await isThere(place));
  if (isFree) {
    const edit = new vscode.WorkspaceEdit();
    const unsaved = place.with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(unsaved);
    if (document.getText() === '') {
      edit.insert(unsaved, new vscode.Position(0, 0), text);
      await vscode.workspace.applyEdit(edit);
      await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
      return null;
    }
  }
  const document = await vscode.workspace.openTextDocument({
    content: text,
    ...(languageId === '' ? {} : { language: languageId }),
  });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  return null;
}

const isThere = (uri: vscode.Uri): Promise<boolean> =>
  Promise.resolve(vscode.workspace.fs.stat(uri)).then(
    () => true,
    () => false,
  );
