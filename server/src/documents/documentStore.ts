import { type DocumentChange, LiveDocument } from './liveDocument.ts';

export type DocumentEvent =
  | { readonly kind: 'opened' | 'changed'; readonly document: LiveDocument }
  | { readonly kind: 'closed'; readonly uri: string };

/** The open documents, kept in step with the editor. Tells its listeners after each change. */
export class DocumentStore {
  readonly #documents = new Map<string, LiveDocument>();
  readonly #listeners = new Set<(event: DocumentEvent) => void>();

  /** The newest state of a document. */
  get(uri: string): LiveDocument | undefined {
    return this.#documents.get(uri);
  }

  listen(listener: (event: DocumentEvent) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    this.#put('opened', LiveDocument.create(uri, languageId, version, text));
  }

  change(uri: string, version: number, changes: readonly DocumentChange[]): void {
    const document = this.#documents.get(uri);
    if (document !== undefined) this.#put('changed', document.changed(changes, version));
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#announce({ kind: 'closed', uri });
  }

  #put(kind: 'opened' | 'changed', document: LiveDocument): void {
    this.#documents.set(document.uri, document);
    this.#announce({ kind, document });
  }

  #announce(event: DocumentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
