import * as vscode from 'vscode';

/**
 * Files that are open for the server, though no editor shows them: VS Code closes such documents after some minutes, and
 * then they are opened again, until another lot takes their place.
 */
export class OpenedFiles implements vscode.Disposable {
  #listener: vscode.Disposable | undefined;

  /** Opens files; those that cannot be read are passed over. */
  async open(uris: readonly vscode.Uri[]): Promise<void> {
    this.dispose();
    const kept = new Set(uris.map((uri) => uri.toString()));
    this.#listener = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
      if (kept.has(uri.toString())) void openQuietly(uri);
    });
    for (const uri of uris) await openQuietly(uri);
  }

  /** Lets them be closed. */
  dispose(): void {
    this.#listener?.dispose();
    this.#listener = undefined;
  }
}

async function openQuietly(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.openTextDocument(uri);
  } catch {
    // It is gone, or no text: the server tells that it is not open.
  }
}
