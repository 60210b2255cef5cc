import type * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type {
  AskWordsParams,
  DefinitionsParams,
  DiagnosticsParams,
  ExplanationParams,
  PreviewChoice,
  PreviewParams,
  ShowFileParams,
} from '../../server/src/protocol/actionMessages.ts';
import { method } from '../../server/src/protocol/messages.ts';
import { Explanations } from './explanations.ts';
import { showFile } from './newFiles.ts';
import { OwnWords } from './ownWords.ts';
import { Proposals } from './proposals.ts';
import { definitionsOf, diagnosticsOf } from './symbols.ts';

/** The surfaces on which code actions show and ask something in this editor, for as long as the extension runs. */
export class ActionSurfaces implements vscode.Disposable {
  readonly #proposals = new Proposals();
  readonly #explanations = new Explanations();
  readonly #words: OwnWords;

  constructor(context: vscode.ExtensionContext) {
    this.#words = new OwnWords(context.secrets);
  }

  /** Answers a server's questions. */
  listenTo(client: LanguageClient): void {
    client.onRequest(method.askWords, (params: AskWordsParams, token) =>
      this.#words.ask(params, token),
    );
    client.onRequest(method.preview, (params: PreviewParams, token) =>
      this.#proposals.show(params, token),
    );
    client.onRequest(method.showFile, (params: ShowFileParams) => showFile(params));
    client.onRequest(method.definitions, (params: DefinitionsParams) => definitionsOf(params));
    client.onRequest(method.diagnostics, (params: DiagnosticsParams) => diagnosticsOf(params));
    client.onNotification(method.explanation, (params: ExplanationParams) =>
      this.#explanations.show(params),
    );
  }

  choose(choice: PreviewChoice, argument: unknown): void {
    this.#proposals.choose(choice, argument);
  }

  dispose(): void {
    this.#proposals.dispose();
    this.#explanations.dispose();
  }
}
