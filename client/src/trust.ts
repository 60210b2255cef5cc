import * as vscode from 'vscode';
import { type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import { inform } from './surfaces.ts';

/** Says that something is not done because the folder is not trusted, and leads to where it can be. */
export async function offerTrust(message: PlainText): Promise<void> {
  const trust = plain`Manage Workspace Trust`;
  if ((await inform(message, trust)) === trust)
    await vscode.commands.executeCommand('aurelis.manageTrust');
}
