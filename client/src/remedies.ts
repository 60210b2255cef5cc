import * as vscode from 'vscode';
import type { Remedy } from '../../server/src/protocol/advice.ts';
import { plain } from '../../server/src/protocol/plainText.ts';
import { openSettings } from './openSettings.ts';
import { say } from './surfaces.ts';

/** Does what a button of an alert or a recommendation says. */
export async function applyRemedy(remedy: Remedy): Promise<void> {
  switch (remedy.kind) {
    case 'set': {
      const name = remedy.setting.replace(/^aurelis\./, '');
      const target = vscode.ConfigurationTarget.Global;
      await vscode.workspace.getConfiguration('aurelis').update(name, remedy.value, target);
      say(plain`Aurelis: ${remedy.setting} is now ${JSON.stringify(remedy.value)}.`, 6_000);
      return;
    }
    case 'openSettings':
      await openSettings(remedy.setting);
      return;
    case 'run':
      await vscode.commands.executeCommand(remedy.command, remedy.argument);
      return;
  }
}
