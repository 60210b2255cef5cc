import { type Cursor, cursorAt } from '../../server/src/completion/cursor.ts';
import { DocumentStore, type LiveDocument } from '../../server/src/documents/documentStore.ts';

/** The text with the caret `|` taken out, and where it stood. */
export function atCaret(drawn: string): { text: string; offset: number } {
  const offset = drawn.indexOf('|');
  if (offset === -1) throw new Error(`No caret in ${JSON.stringify(drawn)}`);
  return { text: drawn.slice(0, offset) + drawn.slice(offset + 1), offset };
}

/** A live document and its cursor from a text with a caret drawn in. */
export function cursorIn(
  drawn: string,
  { uri = 'file:///work/a.ts', languageId = 'typescript' } = {},
): { cursor: Cursor; document: LiveDocument } {
  const { text, offset } = atCaret(drawn);
  const documents = new DocumentStore();
  documents.open(uri, languageId, 1, text);
  const document = documents.get(uri);
  if (document === undefined) throw new Error('unreachable');
  return { document, cursor: cursorAt(document, document.positionAt(offset)) };
}
