import { type DocumentChange, LiveDocument } from './liveDocument.ts';

export type DocumentEvent =
  | { readonly kind: 'opened'; readonly document: LiveDocument }
  | { readonly kind: 'changed'; readonly document: LiveDocument; readonly before: LiveDocument }
  | { readonly kind: 'closed'; readonly uri: string };

/** The open documents, kept in step with the editor. Tells its listeners after each change. */
export class DocumentStore {
  readonly #documents = new Map<string, LiveDocument>();
  readonly #listeners = new Set<(event: DocumentEvent) => void>();

  /** The newest state of a document. */
  get(uri: string): LiveDocument | undefined {
    return this.#documents.get(uri);
  }

  /** All that are open. */
  all(): Iterable<LiveDocument> {
    return this.#documents.values();
  }

  listen(listener: (event: DocumentEvent) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    const document = LiveDocument.create(uri, languageId, version, text);
    this.#documents.set(uri, document);
    this.#announce({ kind: 'opened', document });
  }

  change(uri: string, version: number, changes: readonly DocumentChange[]): void {
    const before = this.#documents.get(uri);
    if (before === undefined) return;
    const document = before.changed(changes, version);
    this.#documents.set(uri, document);
    this.#announce({ kind: 'changed', document, before });
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#announce({ kind: 'closed', uri });
  }

  #announce(event: DocumentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
