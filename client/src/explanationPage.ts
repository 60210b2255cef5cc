import * as vscode from 'vscode';
import type { MarkdownText } from '../../server/src/protocol/markdownText.ts';
import { type PlainText, plain } from '../../server/src/protocol/plainText.ts';
import { ContentPage } from './contentPage.ts';
import { type AnswerEnd, GrowingAnswer } from './growingAnswer.ts';
import { showProgress } from './surfaces.ts';

const STOPPED = plain`You have stopped this answer.`;
const FAILED = plain`Aurelis could not answer. Its log says why: “Aurelis: Show Log”.`;

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
  #running: vscode.CancellationTokenSource | undefined;

  /** Shows a page that says what is asked, in place of the former one. */
  begin(title: PlainText): ShownAnswer {
    this.#shown?.leave();
    const shown = new GrowingAnswer(title, this.#draw, later);
    this.#shown = shown;
    // An editor without its Markdown preview shows no page; the progress goes on all the same.
    this.#show().catch(() => undefined);
    return shown;
  }

  /**
   * Shows an answer, and progress with a way to stop it; `ask` is given what hears its pieces, and its token. One that is under way is
   * stopped. Rejects as `ask` does, unless it was stopped.
   */
  async explain(
    title: PlainText,
    ask: (append: (piece: string) => void, token: vscode.CancellationToken) => Promise<AnswerEnd>,
  ): Promise<void> {
    this.#running?.cancel();
    const running = new vscode.CancellationTokenSource();
    this.#running = running;
    const { append, finish } = this.begin(title);
    await showProgress(plain`Aurelis: ${title} …`, async (token) => {
      const listener = token.onCancellationRequested(() => running.cancel());
      try {
        finish(await ask(append, running.token));
      } catch (error) {
        const isStopped = running.token.isCancellationRequested;
        finish({ problem: isStopped ? STOPPED : FAILED });
        if (!isStopped) throw error;
      } finally {
        listener.dispose();
        running.dispose();
        if (this.#running === running) this.#running = undefined;
      }
    });
  }

  dispose(): void {
    this.#shown?.leave();
    this.#running?.cancel();
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
