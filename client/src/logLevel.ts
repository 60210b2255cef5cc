import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';

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
