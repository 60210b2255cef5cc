import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { PanelNews, PanelRequest, PanelState } from '../../media/messages.ts';
import type { Remedy } from '../../server/src/protocol/advice.ts';
import type { History, HistoryRange } from '../../server/src/protocol/history.ts';
import { offeredRemedies } from '../../server/src/protocol/offeredRemedies.ts';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

const VIEW_TYPE = 'aurelis.performance';

/** Where the page's state is kept. */
const STATE_KEY = 'aurelis.panel';
const FIRST_STATE: PanelState = { range: '1h', isPaused: false };

export interface PanelTools {
  readonly memory: vscode.Memento;
  /** Rejects while the server does not run. */
  readonly history: (range: HistoryRange) => Promise<History>;
  readonly report: (range: HistoryRange) => Thenable<unknown>;
  readonly remedy: (remedy: Remedy) => Promise<void>;
}

/** The panel beside the code: live numbers, drawn by `media/panel.ts` from the same snapshot as the status bar. */
export class MetricsPanel implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #extensionUri: vscode.Uri;
  readonly #tools: PanelTools;
  readonly #registered: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #snapshot: MetricsSnapshot | undefined;

  constructor(extensionUri: vscode.Uri, tools: PanelTools) {
    this.#extensionUri = extensionUri;
    this.#tools = tools;
    this.#registered = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this);
  }

  reveal(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      return;
    }
    this.#adopt(
      vscode.window.createWebviewPanel(
        VIEW_TYPE,
        'Aurelis Performance',
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        {},
      ),
    );
  }

  /** A panel that stood when the editor was closed or reloaded. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#adopt(panel);
  }

  show(snapshot: MetricsSnapshot): void {
    this.#snapshot = snapshot;
    this.#sendSnapshot();
  }

  dispose(): void {
    this.#registered.dispose();
    this.#panel?.dispose();
  }

  #adopt(panel: vscode.WebviewPanel): void {
    const resources = vscode.Uri.joinPath(this.#extensionUri, 'dist');
    this.#panel?.dispose();
    this.#panel = panel;
    panel.webview.options = { enableScripts: true, localResourceRoots: [resources] };
    panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    panel.webview.onDidReceiveMessage((request: PanelRequest) => this.#answer(request));
    panel.webview.html = page(panel.webview, resources);
  }

  async #answer(request: PanelRequest): Promise<void> {
    switch (request.kind) {
      // The page asks once its script runs, also after it was hidden and shown again.
      case 'ready':
        this.#send({
          kind: 'state',
          state: this.#tools.memory.get<PanelState>(STATE_KEY) ?? FIRST_STATE,
        });
        this.#sendSnapshot();
        return;
      case 'state':
        await this.#tools.memory.update(STATE_KEY, request.state);
        return;
      case 'history':
        try {
          this.#send({ kind: 'history', history: await this.#tools.history(request.range) });
        } catch {
          // The server does not run; the status bar says so, and the page asks again.
        }
        return;
      case 'remedy':
        if (this.#isOffered(request.remedy)) await this.#tools.remedy(request.remedy);
        return;
      case 'report':
        await this.#tools.report(request.range);
        return;
      case 'export':
        await openText(request.language, request.text);
        return;
    }
  }

  /** Only what the server has offered is done, whatever the page says. */
  #isOffered(remedy: Remedy): boolean {
    const asked = JSON.stringify(remedy);
    const offered = this.#snapshot === undefined ? [] : offeredRemedies(this.#snapshot);
    return offered.some((each) => JSON.stringify(each) === asked);
  }

  #sendSnapshot(): void {
    if (this.#snapshot === undefined) return;
    this.#send({ kind: 'snapshot', json: JSON.stringify(this.#snapshot) });
  }

  #send(news: PanelNews): void {
    if (this.#panel?.visible) void this.#panel.webview.postMessage(news);
  }
}

/** Opens figures as an unsaved document, to be looked at and kept. */
async function openText(language: 'json' | 'csv', text: string): Promise<void> {
  const known = await vscode.languages.getLanguages();
  const document = await vscode.workspace.openTextDocument({
    language: known.includes(language) ? language : 'plaintext',
    content: text,
  });
  await vscode.window.showTextDocument(document);
}

function page(webview: vscode.Webview, resources: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const uri = (file: string) => webview.asWebviewUri(vscode.Uri.joinPath(resources, file));
  const policy = [
    "default-src 'none'",
    `style-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="${uri('panel.css')}">
<title>Aurelis Performance</title>
</head>
<body>
<main id="panel">
<h1>Aurelis Performance</h1>
<div id="bar"></div>
<div id="head"><p>Waiting for the first figures from the server …</p></div>
<div id="charts"></div>
<div id="body"></div>
</main>
<script nonce="${nonce}" src="${uri('panel.js')}"></script>
</body>
</html>`;
}
