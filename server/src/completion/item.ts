import type { Range } from '../documents/liveDocument.ts';
import type { Cursor } from './cursor.ts';
import type { Joined } from './postprocess/joinSuffix.ts';

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
export function toItem(
  id: string,
  cursor: Cursor,
  { text, covered, tail }: Omit<Joined, 'closes'>,
): CompletionItem {
  const { selected, position, linePrefix } = cursor;
  const end = { line: position.line, character: position.character + covered };
  const start = selected?.range.start ?? { line: position.line, character: 0 };
  const before = selected?.text ?? linePrefix;
  return { id, insertText: before + text + tail, range: { start, end } };
}
