import type { CompletionItem } from '../../server/src/completion/display/item.ts';
import type { CompletionProvider } from '../../server/src/completion/provider.ts';
import type { DocumentStore } from '../../server/src/documents/documentStore.ts';
import type { Position } from '../../server/src/documents/position.ts';
import type { EditorState, Shown } from './assistant.ts';
import { changeBetween } from './change.ts';

/** A replay's edits and requests, told to the product as an editor tells of them. */
export class EditorSide {
  readonly #documents: DocumentStore;
  readonly #completions: () => Pick<CompletionProvider, 'provide' | 'accepted'>;
  #state: EditorState | undefined;
  #version = 0;

  constructor(
    documents: DocumentStore,
    completions: () => Pick<CompletionProvider, 'provide' | 'accepted'>,
  ) {
    this.#documents = documents;
    this.#completions = completions;
  }

  /** Asks for an item; rejects when the signal aborts. */
  async item(state: EditorState, signal: AbortSignal): Promise<CompletionItem | undefined> {
    const query = { uri: state.uri, position: endOf(state.before), isInvoked: false };
    const [item] = await this.#completions().provide(query, signal);
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
    this.#completions().accepted(id);
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
