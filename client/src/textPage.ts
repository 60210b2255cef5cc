import * as vscode from 'vscode';
import { ContentPage } from './contentPage.ts';

/** A page of plain text, shown beside the editor. */
export class TextPage implements vscode.Disposable {
  readonly #page: ContentPage;

  /** `scheme` is this page's alone; `title` is what its tab says. */
  constructor(scheme: string, title: string) {
    this.#page = new ContentPage(scheme, title);
  }

  async show(text: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#page.write(text));
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.Beside);
  }

  dispose(): void {
    this.#page.dispose();
  }
}
