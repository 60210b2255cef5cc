import type { Notebooks } from '../documents/notebooks.ts';
import { changeDocument, closeDocument, type OpenDocuments, openDocument } from './documentFeed.ts';
import { changedNotebook, closedNotebook, openedNotebook } from './door/documentParams.ts';
import type { Door } from './door/door.ts';

/** Keeps notebooks, and their cells as documents, in step with what the editor says it has open. */
export function feedNotebooks(door: Door, open: OpenDocuments, notebooks: Notebooks): void {
  door.notification('notebookDocument/didOpen', openedNotebook, async (notebook) => {
    notebooks.open(notebook.uri, notebook.cells);
    for (const document of notebook.documents) await openDocument(open, document);
  });
  door.notification('notebookDocument/didChange', changedNotebook, async (notebook) => {
    const { uri, splice } = notebook;
    if (splice !== undefined) notebooks.splice(uri, splice.start, splice.deleted, splice.cells);
    for (const document of notebook.opened) await openDocument(open, document);
    for (const cell of notebook.closed) closeDocument(open, cell);
    for (const change of notebook.changed) await changeDocument(door, open, change);
  });
  door.notification('notebookDocument/didClose', closedNotebook, ({ uri, cells }) => {
    notebooks.close(uri);
    for (const cell of cells) closeDocument(open, cell);
  });
}
