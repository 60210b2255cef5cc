import type { Connection } from 'vscode-languageserver';
import type { DocumentStore } from '../documents/documentStore.ts';
import type { Notebooks } from '../documents/notebooks.ts';

/** Keeps notebooks, and their cells as documents, in step with what the editor says it has open. */
export function feedNotebooks(
  connection: Connection,
  documents: DocumentStore,
  notebooks: Notebooks,
): void {
  const { synchronization } = connection.notebooks;
  synchronization.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
    const cells = notebookDocument.cells.map(({ document }) => document);
    notebooks.open(notebookDocument.uri, cells);
    for (const { uri, languageId, version, text } of cellTextDocuments) {
      documents.open(uri, languageId, version, text);
    }
  });
  synchronization.onDidChangeNotebookDocument(({ notebookDocument, change: { cells } }) => {
    const { structure, textContent = [] } = cells ?? {};
    if (structure !== undefined) {
      const { start, deleteCount, cells: added = [] } = structure.array;
      const uris = added.map(({ document }) => document);
      notebooks.splice(notebookDocument.uri, start, deleteCount, uris);
    }
    for (const { uri, languageId, version, text } of structure?.didOpen ?? []) {
      documents.open(uri, languageId, version, text);
    }
    for (const { uri } of structure?.didClose ?? []) documents.close(uri);
    for (const { document, changes } of textContent) {
      documents.change(document.uri, document.version, changes);
    }
  });
  synchronization.onDidCloseNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
    notebooks.close(notebookDocument.uri);
    for (const { uri } of cellTextDocuments) documents.close(uri);
  });
}
