import type { Range } from '../documents/liveDocument.ts';
import type { Cursor } from './cursor.ts';
import { coveredLength } from './postprocess/coverClosers.ts';

/** What the editor shows: `insertText` put in place of `range`, which lies on one line. */
export interface CompletionItem {
  /** The same for one suggestion however often it is shown. */
  readonly id: string;
  readonly insertText: string;
  readonly range: Range;
}

/**
 * The item for a text at the cursor. Its range runs from the line's start (an empty range flickers,
 * vscode#208152) or from where the suggest widget's item starts, to the end of what the text covers.
 */
export function toItem(id: string, cursor: Cursor, text: string): CompletionItem {
  const { selected, position, lineSuffix, linePrefix } = cursor;
  const covered = coveredLength(text, lineSuffix);
  const end = { line: position.line, character: position.character + covered };
  if (selected !== undefined) {
    const range = { start: selected.range.start, end: { ...end, character: position.character } };
    return { id, insertText: selected.text + text, range };
  }
  return {
    id,
    insertText: linePrefix + text,
    range: { start: { line: end.line, character: 0 }, end },
  };
}
