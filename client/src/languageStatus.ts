import * as vscode from 'vscode';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';
import { SELECTOR } from './selector.ts';
import { endpointView, type ServerState } from './statusView.ts';
import { drawLanguageItem } from './surfaces.ts';

/** The item in the language's `{}` that shows which endpoint answers here. */
export class LanguageStatus implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem('aurelis.endpoint', SELECTOR);
  #state: ServerState = 'starting';
  #snapshot: MetricsSnapshot | undefined;

  constructor() {
    this.#item.name = 'Aurelis';
    this.#item.command = { title: 'Performance', command: 'aurelis.showPerformance' };
    this.#draw();
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
    const { text, detail, isBusy, isTrouble } = endpointView(this.#state, this.#snapshot);
    drawLanguageItem(this.#item, text, detail);
    this.#item.busy = isBusy;
    this.#item.severity = isTrouble
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
  }
}
