import * as vscode from 'vscode';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { type ServerState, statusView } from './statusView.ts';

/** The commands that links in the tooltip may run. */
const LINKS = [
  'aurelis.showPerformance',
  'aurelis.showLog',
  'aurelis.enable',
  'aurelis.disable',
  'aurelis.restartServer',
  'aurelis.setApiKey',
];

/** The status bar item; a click opens the panel. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(
    'aurelis.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  #state: ServerState = 'starting';
  #snapshot: MetricsSnapshot | undefined;

  constructor() {
    this.#item.name = 'Aurelis';
    this.#item.command = 'aurelis.showPerformance';
    this.#draw();
    this.#item.show();
  }

  showState(state: ServerState): void {
    this.#state = state;
    this.#draw();
  }

  showSnapshot(snapshot: MetricsSnapshot): void {
    this.#snapshot = snapshot;
    this.#draw();
  }

  dispose(): void {
    this.#item.dispose();
  }

  #draw(): void {
    const { text, tooltip, severity } = statusView(this.#state, this.#snapshot);
    const markdown = new vscode.MarkdownString(tooltip, true);
    markdown.isTrusted = { enabledCommands: LINKS };
    this.#item.text = text;
    this.#item.tooltip = markdown;
    this.#item.backgroundColor =
      severity === 'warning' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
  }
}
