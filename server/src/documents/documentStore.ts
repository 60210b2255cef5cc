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
    this.opened(LiveDocument.create(uri, languageId, version, text));
  }

  /** A document is open from now on. */
  opened(document: LiveDocument): void {
    this.#documents.set(document.uri, document);
    this.#announce({ kind: 'opened', document });
  }

  change(uri: string, version: number, changes: readonly DocumentChange[]): void {
    const before = this.#documents.get(uri);
    if (before !== undefined) this.changed(before.changed(changes, version));
  }

  /** An open document has become another. */
  changed(document: LiveDocument): void {
    const before = this.#documents.get(document.uri);
    if (before === undefined) return;
    this.#documents.set(document.uri, document);
    this.#announce({ kind: 'changed', document, before });
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#announce({ kind: 'closed', uri });
  }

  #announce(event: DocumentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
