import {
  TextDocument,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver-textdocument';

/** A document as the editor shows it now. */
export type LiveDocument = TextDocument;

export type DocumentEvent =
  | { readonly kind: 'opened' | 'changed'; readonly document: LiveDocument }
  | { readonly kind: 'closed'; readonly uri: string };

/** The open documents, kept in step with the editor. Tells its listeners after each change. */
export class DocumentStore {
  readonly #documents = new Map<string, LiveDocument>();
  readonly #listeners = new Set<(event: DocumentEvent) => void>();

  get(uri: string): LiveDocument | undefined {
    return this.#documents.get(uri);
  }

  all(): Iterable<LiveDocument> {
    return this.#documents.values();
  }

  listen(listener: (event: DocumentEvent) => void): { dispose(): void } {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  }

  open(uri: string, languageId: string, version: number, text: string): void {
    const document = TextDocument.create(uri, languageId, version, text);
    this.#documents.set(uri, document);
    this.#announce({ kind: 'opened', document });
  }

  change(uri: string, version: number, changes: TextDocumentContentChangeEvent[]): void {
    const document = this.#documents.get(uri);
    if (document === undefined) return;
    this.#documents.set(uri, TextDocument.update(document, changes, version));
    this.#announce({ kind: 'changed', document });
  }

  close(uri: string): void {
    if (this.#documents.delete(uri)) this.#announce({ kind: 'closed', uri });
  }

  #announce(event: DocumentEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
