import * as vscode from 'vscode';

const SCHEME = 'aurelis-cache';
const URI = vscode.Uri.parse(`${SCHEME}:Cached answers.md`);

/** The page that lists the cache: read-only, shown as Markdown, written anew each time it is opened. */
export class CacheDocument implements vscode.Disposable {
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.#changes.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async show(markdown: string): Promise<void> {
    this.#text = markdown;
    this.#changes.fire(URI);
    await vscode.commands.executeCommand('markdown.showPreview', URI);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
