import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import { serverCommand } from '../protocol/messages.ts';

/** Returns the server's answer to `initialize`. */
export const initializeResult = (version: string): InitializeResult => ({
  serverInfo: { name: 'aurelis', version },
  capabilities: {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: [{ language: '*' }] }] },
    inlineCompletionProvider: true,
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix], resolveProvider: true },
    executeCommandProvider: { commands: Object.values(serverCommand) },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
});
