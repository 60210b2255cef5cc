import type * as vscode from 'vscode';
import type { ExplanationParams } from '../../server/src/protocol/actionMessages.ts';
import { MAX_ENDPOINT_TEXT } from '../../server/src/protocol/messages.ts';
import { harmless } from '../../server/src/protocol/plainText.ts';
import { ExplanationPage, type ShownAnswer } from './explanationPage.ts';

/** Shows the texts about code that the server sends, one at a time: the last that was begun. */
export class Explanations implements vscode.Disposable {
  readonly #page = new ExplanationPage();
  #current: { readonly id: string; readonly shown: ShownAnswer; length: number } | undefined;

  show({ id, title, text, isDone, problem }: ExplanationParams): void {
    if (this.#current?.id !== id) {
      // One that was left for another goes on unseen.
      if (text !== '' || isDone) return;
      this.#current = { id, shown: this.#page.begin(harmless(title)), length: 0 };
    }
    const { shown, length } = this.#current;
    shown.append(text.slice(length));
    this.#current.length = Math.max(length, text.length);
    if (!isDone) return;
    this.#current = undefined;
    shown.finish(
      problem === undefined ? { text } : { text, problem: harmless(problem, MAX_ENDPOINT_TEXT) },
    );
  }

  dispose(): void {
    this.#page.dispose();
  }
}
