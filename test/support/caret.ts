import { type Cursor, cursorAt } from '../../server/src/completion/cursor.ts';
import { LiveDocument } from '../../server/src/documents/liveDocument.ts';
import type { Position } from '../../server/src/documents/position.ts';

/** The text with the caret `|` taken out, and where it stood. */
export function atCaret(drawn: string): { text: string; offset: number } {
  const offset = drawn.indexOf('|');
  if (offset === -1) throw new Error(`No caret in ${JSON.stringify(drawn)}`);
  return { text: drawn.slice(0, offset) + drawn.slice(offset + 1), offset };
}

/** A live document and its cursor from a text with a caret drawn in. */
export function cursorIn(
  drawn: string,
  { uri = 'file:///project/a.ts', languageId = 'typescript' } = {},
): { cursor: Cursor; document: LiveDocument } {
  const { text, offset } = atCaret(drawn);
  const document = LiveDocument.create(uri, languageId, 1, text);
  return { document, cursor: cursorAt(document, positionIn(text, offset)) };
}

/** The position of an offset. */
export function positionIn(text: string, offset: number): Position {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}

/** The cursor between two parts of a document, either of which may have a caret in it. */
export function cursorBetween(before: string, after: string, languageId: string): Cursor {
  const text = before + after;
  const document = LiveDocument.create('file:///project/a', languageId, 1, text);
  return cursorAt(document, positionIn(text, before.length));
}
