import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { standAlike } from './cursors.ts';

/** While the log shows debug lines, the server sends why it suggests something or not: LSP's trace. */
export function followLogLevel(
  client: LanguageClient,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const tell = () => {
    const wantsTrace =
      log.logLevel !== vscode.LogLevel.Off && log.logLevel <= vscode.LogLevel.Debug;
    const value = wantsTrace ? 'messages' : 'off';
    if (client.isRunning()) void client.sendNotification('$/setTrace', { value });
  };
  client.onNotification('$/logTrace', ({ message }: { message: string }) => log.debug(message));
  client.onDidChangeState(tell);
  return log.onDidChangeLogLevel(tell);
}

/** Once the user trusts the workspace, the settings hold in full. */
export const followTrust = (client: LanguageClient): vscode.Disposable =>
  vscode.workspace.onDidGrantWorkspaceTrust(() => {
    const changed = { settings: null };
    if (client.isRunning())
      void client.sendNotification('workspace/didChangeConfiguration', changed);
  });

/** True where one suggestion suits all cursors. */
export function cursorsStandAlike(document: vscode.TextDocument): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document !== document || editor.selections.length === 1) return true;
  return standAlike(
    editor.selections.map(({ active, isEmpty }) => {
      const { text } = document.lineAt(active.line);
      const [before, after] = [text.slice(0, active.character), text.slice(active.character)];
      return { before, after, isEmpty };
    }),
  );
}
