import * as vscode from 'vscode';
import { ActionSurfaces } from './actionSurfaces.ts';
import { offerChatModels } from './chatProvider.ts';
import { registerCommands } from './commands.ts';
import { AurelisClient } from './languageClient.ts';
import { LanguageStatus } from './languageStatus.ts';
import { MarkdownPage } from './markdownPage.ts';
import { MetricsPanel } from './metricsPanel.ts';
import { applyRemedy } from './remedies.ts';
import { ApiKeys } from './secrets.ts';
import { offerToExplain } from './shownOnly.ts';
import { StatusBar } from './statusBar.ts';
import { TextPage } from './textPage.ts';

let client: AurelisClient | undefined;

/** Starts the server beside the editor, and every surface that shows what it does. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Aurelis', { log: true });
  const keys = new ApiKeys(context.secrets);
  const actions = new ActionSurfaces(context);
  const started = new AurelisClient(context, log, keys, actions);
  const statusBar = new StatusBar();
  const languageStatus = new LanguageStatus();
  const cachePage = new MarkdownPage('aurelis-cache', 'Cached answers');
  const whyPage = new MarkdownPage('aurelis-why', 'Why no suggestion');
  const sentPage = new TextPage('aurelis-sent', 'What would be sent');
  const reportPage = new MarkdownPage('aurelis-report', 'Aurelis report');
  const panel = new MetricsPanel(context.extensionUri, {
    memory: context.workspaceState,
    history: (range) => started.history(range),
    // By the command, which offers a restart where the server does not run.
    report: (range) => vscode.commands.executeCommand('aurelis.showReport', range),
    remedy: applyRemedy,
  });
  client = started;
  context.subscriptions.push(
    log,
    statusBar,
    panel,
    languageStatus,
    started.onStateChanged((state) => {
      statusBar.showState(state);
      languageStatus.showState(state);
    }),
    started.onSnapshot((snapshot) => {
      statusBar.showSnapshot(snapshot);
      languageStatus.showSnapshot(snapshot);
      panel.show(snapshot);
    }),
    offerChatModels(started),
    offerToExplain(started),
    cachePage,
    reportPage,
    whyPage,
    sentPage,
    actions,
    registerCommands({
      client: started,
      actions,
      panel,
      cachePage,
      reportPage,
      whyPage,
      sentPage,
      log,
      keys,
    }),
  );
  // The server starts while the editor goes on; a failure shows in the status bar and the log.
  void started.start();
}

/** Lets the server say goodbye before the editor closes. */
export function deactivate(): Promise<void> | undefined {
  return client?.stop();
}
