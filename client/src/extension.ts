import * as vscode from 'vscode';
import { CacheDocument } from './cacheDocument.ts';
import { registerCommands } from './commands.ts';
import { AurelisClient } from './languageClient.ts';
import { MetricsPanel } from './metricsPanel.ts';
import { ApiKeys } from './secrets.ts';
import { StatusBar } from './statusBar.ts';

let client: AurelisClient | undefined;

/** Starts the server beside the editor, and every surface that shows what it does. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Aurelis', { log: true });
  const keys = new ApiKeys(context.secrets);
  const started = new AurelisClient(context, log, keys);
  const statusBar = new StatusBar();
  const cacheDocument = new CacheDocument();
  const panel = new MetricsPanel(context.extensionUri);
  client = started;
  context.subscriptions.push(
    log,
    statusBar,
    panel,
    started.onStateChanged((state) => statusBar.showState(state)),
    started.onSnapshot((snapshot) => {
      statusBar.showSnapshot(snapshot);
      panel.show(snapshot);
    }),
    cacheDocument,
    registerCommands({ client: started, panel, cacheDocument, log, keys }),
  );
  // The server starts while the editor goes on; a failure shows in the status bar and the log.
  void started.start();
}

/** Lets the server say goodbye before the editor closes. */
export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
