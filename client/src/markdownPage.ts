import * as vscode from 'vscode';

/** A read-only page that is shown as Markdown, written anew each time it is opened. */
export class MarkdownPage implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #changes = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  /** `scheme` is this page's alone; `title` is what its tab says. */
  constructor(scheme: string, title: string) {
    this.#uri = vscode.Uri.from({ scheme, path: `${title}.md` });
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, {
      onDidChange: this.#changes.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  async show(markdown: string): Promise<void> {
    this.#text = markdown;
    this.#changes.fire(this.#uri);
    await vscode.commands.executeCommand('markdown.showPreview', this.#uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
