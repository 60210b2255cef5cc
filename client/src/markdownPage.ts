import * as vscode from 'vscode';
import type { MarkdownText } from '../../server/src/protocol/markdownText.ts';
import { ContentPage } from './contentPage.ts';

/** A page that is shown as Markdown. */
export class MarkdownPage implements vscode.Disposable {
  readonly #page: ContentPage;

  /** `scheme` is this page's alone; `title` is what its tab says. */
  constructor(scheme: string, title: string) {
    this.#page = new ContentPage(scheme, `${title}.md`);
  }

  async show(markdown: MarkdownText): Promise<void> {
    await vscode.commands.executeCommand('markdown.showPreview', this.#page.write(markdown));
  }

  dispose(): void {
    this.#page.dispose();
  }
}
