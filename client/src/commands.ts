import * as vscode from 'vscode';
import type { AurelisClient } from './languageClient.ts';
import type { MetricsPanel } from './metricsPanel.ts';
import type { ApiKeys } from './secrets.ts';

interface Surfaces {
  readonly client: AurelisClient;
  readonly panel: MetricsPanel;
  readonly log: vscode.LogOutputChannel;
  readonly keys: ApiKeys;
}

/** What a command does while the server runs, and what while it does not. */
interface Command {
  readonly running: (surfaces: Surfaces, argument: unknown) => unknown;
  readonly stopped: (surfaces: Surfaces, argument: unknown) => unknown;
}

const always = (run: Command['running']): Command => ({ running: run, stopped: run });

const needsServer = (run: Command['running']): Command => ({
  running: run,
  stopped: offerRestart,
});

/** Every command of the palette. */
const commands: Readonly<Record<string, Command>> = {
  'aurelis.showPerformance': needsServer(async ({ client, panel }) => {
    panel.reveal();
    panel.show(await client.metrics());
  }),
  'aurelis.clearCache': needsServer(async ({ client }) => {
    const { cleared } = await client.clearCache();
    const entries = cleared.reduce((sum, tier) => sum + tier.entries, 0);
    vscode.window.showInformationMessage(
      `Aurelis: ${entries} cached ${entries === 1 ? 'answer' : 'answers'} removed.`,
    );
  }),
  'aurelis.enable': always(() => setEnabled(true)),
  'aurelis.disable': always(() => setEnabled(false)),
  'aurelis.restartServer': always(({ client }) => client.restart()),
  'aurelis.showLog': always(({ log }) => log.show()),
  'aurelis.setApiKey': always((surfaces, endpointId) => setApiKey(surfaces, endpointId)),
};

export function registerCommands(surfaces: Surfaces): vscode.Disposable {
  const registered = Object.entries(commands).map(([id, { running, stopped }]) =>
    vscode.commands.registerCommand(id, (argument: unknown) =>
      (surfaces.client.isRunning ? running : stopped)(surfaces, argument),
    ),
  );
  return vscode.Disposable.from(...registered);
}

async function offerRestart({ client }: Surfaces): Promise<void> {
  const restart = 'Restart Server';
  const message = 'The Aurelis server is not running.';
  const chosen = await vscode.window.showWarningMessage(message, restart);
  if (chosen === restart) await client.restart();
}

const setEnabled = (isEnabled: boolean): Thenable<void> =>
  vscode.workspace
    .getConfiguration('aurelis')
    .update('enable', isEnabled, vscode.ConfigurationTarget.Global);

async function setApiKey({ client, keys }: Surfaces, argument: unknown): Promise<void> {
  const endpointId = typeof argument === 'string' ? argument : await chooseEndpoint();
  if (endpointId === undefined) return;
  const apiKey = await vscode.window.showInputBox({
    title: `API key for "${endpointId}"`,
    prompt: 'Kept in the editor’s secret storage. Leave empty to remove it.',
    password: true,
    ignoreFocusOut: true,
  });
  if (apiKey === undefined) return;
  await keys.set(endpointId, apiKey.trim());
  if (client.isRunning) await client.credentialChanged(endpointId);
}

async function chooseEndpoint(): Promise<string | undefined> {
  const configured = vscode.workspace.getConfiguration('aurelis').get<unknown[]>('endpoints') ?? [];
  const ids = configured.flatMap((endpoint) =>
    endpoint !== null && typeof endpoint === 'object' && 'id' in endpoint
      ? [String(endpoint.id)]
      : [],
  );
  if (ids.length > 0)
    return vscode.window.showQuickPick(ids, { title: 'API key for which endpoint?' });
  const open = 'Open Settings';
  const message = 'No endpoint is configured yet. An endpoint is a model server to ask.';
  const chosen = await vscode.window.showInformationMessage(message, open);
  if (chosen === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'aurelis.endpoints');
  }
  return undefined;
}
