import { CodeActionKind, type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver';
import { FIX_ALL_KIND } from '../actions/offers.ts';
import { serverCommand } from '../protocol/messages.ts';

/** Kinds of the actions that are offered; those that users make themselves may have others. */
const ACTION_KINDS = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  FIX_ALL_KIND,
  'aurelis.explain',
  'aurelis.tests',
];

/** Returns the server's answer to `initialize`. */
export const initializeResult = (version: string): InitializeResult => ({
  serverInfo: { name: 'aurelis', version },
  capabilities: {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
    notebookDocumentSync: { notebookSelector: [{ notebook: '*', cells: [{ language: '*' }] }] },
    inlineCompletionProvider: true,
    codeActionProvider: { codeActionKinds: ACTION_KINDS, resolveProvider: true },
    executeCommandProvider: { commands: Object.values(serverCommand) },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  },
});
