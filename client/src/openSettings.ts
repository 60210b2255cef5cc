import * as vscode from 'vscode';

/**
 * Opens the settings at one of ours. Where the extension runs on another machine than the window, settings of that machine
 * stand on a page of their own, and the usual one finds nothing.
 */
export async function openSettings(query: string): Promise<void> {
  const isRemote = vscode.env.remoteName !== undefined;
  const page = isRemote ? 'openRemoteSettings' : 'openSettings';
  await vscode.commands.executeCommand(`workbench.action.${page}`, { query });
}
