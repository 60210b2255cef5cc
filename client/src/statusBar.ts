import * as vscode from 'vscode';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { type ServerState, statusView } from './statusView.ts';
import { drawItem, tooltipOf } from './surfaces.ts';

/** The commands that links in the tooltip may run. */
const LINKS = [
  'aurelis.showPerformance',
  'aurelis.showReport',
  'aurelis.showLog',
  'aurelis.enable',
  'aurelis.disable',
  'aurelis.restartServer',
  'aurelis.setApiKey',
  'aurelis.resumeEndpoint',
  'aurelis.findModelServers',
  'aurelis.openSettings',
  'aurelis.manageTrust',
];
/** While a limit counts down. */
const SECOND_MS = 1_000;

/** The status bar item; a click opens the panel. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem(
    'aurelis.status',
    vscode.StatusBarAlignment.Right,
    100,
  );
  #state: ServerState = 'starting';
  #snapshot: MetricsSnapshot | undefined;
  #receivedAt = 0;
  #countdown: NodeJS.Timeout | undefined;

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
    this.#receivedAt = performance.now();
    this.#draw();
  }

  dispose(): void {
    clearTimeout(this.#countdown);
    this.#item.dispose();
  }

  #draw(): void {
    const ageMs = performance.now() - this.#receivedAt;
    const view = statusView(this.#state, this.#snapshot, ageMs);
    const { text, tooltip, severity, limitedMs } = view;
    drawItem(this.#item, text, tooltipOf(tooltip, LINKS));
    this.#item.backgroundColor =
      severity === 'warning' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    clearTimeout(this.#countdown);
    if (limitedMs > 0) this.#countdown = setTimeout(() => this.#draw(), SECOND_MS);
  }
}
