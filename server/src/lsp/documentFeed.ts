import type { Connection } from 'vscode-languageserver';
import type { DocumentStore } from '../documents/documentStore.ts';

/** Keeps the store in step with what the editor says it has open. */
export function feedDocuments(connection: Connection, documents: DocumentStore): void {
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) =>
    documents.open(uri, languageId, version, text),
  );
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) =>
    documents.change(textDocument.uri, textDocument.version, contentChanges),
  );
  connection.onDidCloseTextDocument(({ textDocument }) => documents.close(textDocument.uri));
}
