import type { Range } from '../../documents/position.ts';
import type { Cursor } from '../cursor.ts';
import type { Joined } from '../postprocess/joinSuffix.ts';

/** The item that the editor shows: `insertText` in place of `range`, which lies on one line. */
export interface CompletionItem {
  /** The same for one suggestion however often it is shown. */
  readonly id: string;
  readonly insertText: string;
  readonly range: Range;
}

/** Characters of a line that an item holds before the cursor; it begins at a multiple, so that a key seldom moves it. */
const STEP = 1_000;

/**
 * The item for a text at the cursor. Its range runs from the line's start (an empty range flickers,
 * vscode#208152), or a thousand characters before the cursor, to the end of what the text covers; beside the suggest widget it begins where the widget's item does, with
 * its text, and reaches as far at least: the editor shows nothing else there.
 */
export function toItem(
  id: string,
  cursor: Cursor,
  { text, covered, tail }: Omit<Joined, 'closes'>,
): CompletionItem {
  const { selected, position, linePrefix, lineSuffix, document } = cursor;
  const { line } = position;
  const end = {
    line,
    character: (document.lines[line] ?? '').length - lineSuffix.length + covered,
  };
  const start = selected?.range.start ?? { line, character: startOf(linePrefix) };
  const before = selected?.text ?? linePrefix.slice(start.character);
  return { id, insertText: before + text + tail, range: { start, end } };
}

/** Where the item begins on a line; not within a pair of surrogates. */
function startOf(linePrefix: string): number {
  const start = Math.max(0, Math.floor(linePrefix.length / STEP) - 1) * STEP;
  const code = linePrefix.charCodeAt(start);
  return code >= 0xdc00 && code <= 0xdfff ? start + 1 : start;
}

/** The items without those whose text another has. */
export function distinct(items: readonly CompletionItem[]): CompletionItem[] {
  const texts = new Set<string>();
  return items.filter(({ insertText }) => !texts.has(insertText) && texts.add(insertText));
}
