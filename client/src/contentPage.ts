import * as vscode from 'vscode';

/** A read-only document of the extension's, written anew each time it is opened. */
export class ContentPage implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  /** `scheme` is this page's alone; `name` is what its tab says. */
  constructor(scheme: string, name: string) {
    this.uri = vscode.Uri.from({ scheme, path: name });
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changes.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  /** Puts a text in place of the former one; returns where it is found. */
  write(text: string): vscode.Uri {
    this.#text = text;
    this.#changes.fire(this.uri);
    return this.uri;
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
