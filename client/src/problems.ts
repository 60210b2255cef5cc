import * as vscode from 'vscode';
import type { AskedProblem } from '../../server/src/protocol/askedMessages.ts';
import { harmless, plain } from '../../server/src/protocol/plainText.ts';
import { warn } from './surfaces.ts';

/** The remedies of problems: the button, and the command behind it. */
const REMEDIES = {
  trust: [plain`Manage Workspace Trust`, 'aurelis.manageTrust', undefined],
  endpoints: [plain`Open Settings`, 'aurelis.openSettings', 'aurelis.endpoints'],
  enable: [plain`Enable`, 'aurelis.enable', undefined],
} as const;

/** Longest sentence about a problem. */
const MAX_PROBLEM = 1_000;

/** Tells why something was not done, and leads to where that can be mended. */
export async function tellProblem({ problem, remedy }: AskedProblem): Promise<void> {
  const text = harmless(problem, MAX_PROBLEM);
  if (remedy === undefined) {
    warn(text);
    return;
  }
  const [button, command, argument] = REMEDIES[remedy];
  if ((await warn(text, button)) === button)
    await vscode.commands.executeCommand(command, argument);
}
