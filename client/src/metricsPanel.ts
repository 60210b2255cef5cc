import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { MetricsSnapshot } from '../../server/src/protocol/snapshot.ts';

/** The panel beside the code: live numbers, drawn by `media/panel.ts` from the same snapshot as the status bar. */
export class MetricsPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  #panel: vscode.WebviewPanel | undefined;
  #snapshot: MetricsSnapshot | undefined;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  reveal(): void {
    if (this.#panel !== undefined) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const resources = vscode.Uri.joinPath(this.#extensionUri, 'dist');
    const panel = vscode.window.createWebviewPanel(
      'aurelis.performance',
      'Aurelis Performance',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [resources] },
    );
    this.#panel = panel;
    panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    // The page asks once its script runs, also after it was hidden and shown again.
    panel.webview.onDidReceiveMessage(() => this.#send());
    panel.webview.html = page(panel.webview, resources);
  }

  show(snapshot: MetricsSnapshot): void {
    this.#snapshot = snapshot;
    this.#send();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #send(): void {
    if (this.#panel?.visible) void this.#panel.webview.postMessage(this.#snapshot);
  }
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
<main id="panel" aria-live="off"><p>Waiting for the first numbers …</p></main>
<script nonce="${nonce}" src="${uri('panel.js')}"></script>
</body>
</html>`;
}
