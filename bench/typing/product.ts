import type { Clock } from '../../server/src/base/clock.ts';
import { RequestBuilder } from '../../server/src/completion/context/requestBuilder.ts';
import { DecisionLog } from '../../server/src/completion/decision/decisionLog.ts';
import type { CompletionItem } from '../../server/src/completion/display/item.ts';
import type { CompletionEvent } from '../../server/src/completion/events.ts';
import { CompletionProvider } from '../../server/src/completion/provider.ts';
import { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type { Position } from '../../server/src/documents/liveDocument.ts';
import { Notebooks } from '../../server/src/documents/notebooks.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import { completionSettings } from '../../tools/testing/completionSettings.ts';
import type { EditorState, Shown } from './assistant.ts';
import { changeBetween } from './change.ts';

export interface ProductOptions {
  readonly clock: Clock;
  /** Absent where there is no model. */
  readonly generate?: Generate;
  /** The guess of the workspace, everywhere. */
  readonly guess?: string;
  /** Milliseconds; null adapts it. */
  readonly debounceMs: number | null;
  readonly ttftMs?: () => number;
  /** Whether it asks ahead. */
  readonly speculate?: boolean;
  readonly observe?: (event: CompletionEvent) => void;
}

/** The product's own `completion/`, told of a replay's edits as an editor tells of them. */
export class Product {
  readonly #documents = new DocumentStore();
  readonly #provider: CompletionProvider;
  #state: EditorState | undefined;
  #version = 0;
  #ids = 0;

  constructor(options: ProductOptions) {
    const { clock, generate, guess, debounceMs, ttftMs, observe, speculate = false } = options;
    this.#documents.listen((event) => {
      if (event.kind === 'changed') this.#provider.changed(event.before, event.document);
    });
    this.#provider = new CompletionProvider(completionSettings({ debounceMs, speculate }), {
      documents: this.#documents,
      models: {
        generate: generate ?? (() => Promise.reject(new Error('There is no model'))),
        peek: () => undefined,
        route: () =>
          generate === undefined ? undefined : { model: 'model', ttftMs: ttftMs?.() ?? 0 },
        maySpeculate: () => true,
      },
      predictor: {
        predict: async () => (guess === undefined ? undefined : { text: guess, confidence: 1 }),
      },
      clock,
      decisions: new DecisionLog(clock, () => undefined),
      observe: observe ?? (() => undefined),
      newId: () => String(++this.#ids),
      requests: new RequestBuilder({
        documents: this.#documents,
        notebooks: new Notebooks(),
        snippets: { near: () => [] },
      }),
    });
  }

  /** Asks for an item; rejects when the signal aborts. */
  async item(state: EditorState, signal: AbortSignal): Promise<CompletionItem | undefined> {
    const query = { uri: state.uri, position: endOf(state.before), isInvoked: false };
    const [item] = await this.#provider.provide(query, signal);
    return item;
  }

  /** Asks for a suggestion; rejects when the signal aborts. */
  async request(
    state: EditorState,
    signal: AbortSignal,
  ): Promise<(Shown & { readonly id: string }) | undefined> {
    const item = await this.item(state, signal);
    if (item === undefined) return undefined;
    const position = endOf(state.before);
    const linePrefix = state.before.slice(state.before.length - position.character);
    if (!item.insertText.startsWith(linePrefix)) throw new Error('The item does not keep the line');
    const covered = item.range.end.character - position.character;
    return { id: item.id, text: item.insertText.slice(linePrefix.length), covered };
  }

  accepted(id: string): void {
    this.#provider.accepted(id);
  }

  /** Tells the change since the last time by its range. */
  follow(state: EditorState): void {
    const text = state.before + state.after;
    const former = this.#state;
    this.#state = state;
    if (former === undefined || former.uri !== state.uri) {
      this.#documents.open(state.uri, state.languageId, ++this.#version, text);
      return;
    }
    const old = former.before + former.after;
    if (old === text) return;
    const change = changeBetween(old, text);
    this.#documents.change(state.uri, ++this.#version, [change]);
  }
}

/** The position behind a text. */
function endOf(text: string): Position {
  const lines = text.split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
