import * as vscode from 'vscode';
import type { MarkdownText } from '../../server/src/protocol/markdownText.ts';
import type { PlainText } from '../../server/src/protocol/plainText.ts';
import { ContentPage } from './contentPage.ts';
import { type AnswerEnd, GrowingAnswer } from './growingAnswer.ts';

const later = (ms: number, run: () => void): void => {
  setTimeout(run, ms);
};

/** The editor's own preview of Markdown, in the place of an editor. */
const PREVIEW = 'vscode.markdown.preview.editor';

/** An answer that is being shown. */
export interface ShownAnswer {
  /** The next piece of a model's Markdown, as it is: it is made harmless here, where it is shown. */
  readonly append: (piece: string) => void;
  readonly finish: (end: AnswerEnd) => void;
}

/**
 * A page beside the code that shows one answer while it is written; the editor keeps the focus. Text is made harmless here and nowhere
 * before: a piece may end anywhere, and nothing else that sends one can pass it by.
 */
export class ExplanationPage implements vscode.Disposable {
  readonly #page = new ContentPage('aurelis-explanation', 'Aurelis explanation.md');
  #shown: GrowingAnswer | undefined;

  /** Shows a page that says what is asked, in place of the former one. */
  begin(title: PlainText): ShownAnswer {
    this.#shown?.leave();
    const shown = new GrowingAnswer(title, this.#draw, later);
    this.#shown = shown;
    // An editor without its Markdown preview shows no page; the progress goes on all the same.
    this.#show().catch(() => undefined);
    return shown;
  }

  dispose(): void {
    this.#shown?.leave();
    this.#page.dispose();
  }

  readonly #draw = (page: MarkdownText): void => {
    this.#page.write(page);
  };

  /** Where the page is shown already, or else beside the code, which keeps the focus. */
  async #show(): Promise<void> {
    const { uri } = this.#page;
    const isPage = ({ input }: vscode.Tab) =>
      input instanceof vscode.TabInputCustom && input.uri.scheme === uri.scheme;
    const group = vscode.window.tabGroups.all.find(({ tabs }) => tabs.some(isPage));
    const viewColumn = group?.viewColumn ?? vscode.ViewColumn.Beside;
    const how = { viewColumn, preserveFocus: true };
    await vscode.commands.executeCommand('vscode.openWith', uri, PREVIEW, how);
  }
}
