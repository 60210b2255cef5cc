import * as vscode from 'vscode';
import type { SettingsResult } from '../../server/src/protocol/messages.ts';
import { scopedSettings } from './scopedSettings.ts';

const SECTION = 'aurelis';

/** Reads the extension's settings, the user's and the folders' apart, and whether the user trusts the workspace. */
export function readSettings({ extension }: vscode.ExtensionContext): SettingsResult {
  const { properties } = extension.packageJSON.contributes.configuration;
  const names = Object.keys(properties).map((name) => name.slice(SECTION.length + 1));
  const folders = vscode.workspace.workspaceFolders ?? [];
  const settings = scopedSettings(names, folders, (name, { folder, languageId }) => {
    const scope = languageId === undefined ? folder?.uri : { languageId };
    return vscode.workspace.getConfiguration(SECTION, scope).inspect(name);
  });
  return { ...settings, isTrusted: vscode.workspace.isTrusted };
}
