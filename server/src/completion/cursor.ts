import type { LiveDocument } from '../documents/liveDocument.ts';
import type { Position, Range } from '../documents/position.ts';

/** The item chosen in the editor's suggest widget: what stands at `range` once it is taken. */
export interface SelectedItem {
  readonly range: Range;
  readonly text: string;
}

/** A request of the editor for inline completions. */
export interface CompletionQuery {
  readonly uri: string;
  readonly position: Position;
  readonly isInvoked: boolean;
  readonly selected?: SelectedItem;
}

/** Where a suggestion is wanted. */
export interface Cursor {
  readonly document: LiveDocument;
  readonly position: Position;
  /** The line before the cursor, a selected widget item included as if it were taken. */
  readonly linePrefix: string;
  /** The line behind the cursor, without what a selected widget item takes the place of. */
  readonly lineSuffix: string;
  readonly selected: SelectedItem | undefined;
}

/** Reads the document at a position; positions past the line's end mean its end. */
export function cursorAt(
  document: LiveDocument,
  wanted: Position,
  selected?: SelectedItem,
): Cursor {
  const isThere =
    wanted.character >= 0 && wanted.character <= (document.lines[wanted.line]?.length ?? -1);
  const position = isThere ? wanted : document.clamp(wanted);
  const line = document.lines[position.line] ?? '';
  const kept = line.slice(0, selected?.range.start.character ?? position.character);
  return {
    document,
    position,
    linePrefix: kept + (selected?.text ?? ''),
    lineSuffix: line.slice(Math.max(position.character, selected?.range.end.character ?? 0)),
    selected,
  };
}

/** The same place without what the suggest widget would put there. */
export const withoutSelected = ({ document, position }: Cursor): Cursor =>
  cursorAt(document, position);

/** The line as it is before the cursor, and as the suggest widget's item leaves it behind. */
export const beforeSelected = (cursor: Cursor): Cursor => ({
  ...cursor,
  linePrefix: withoutSelected(cursor).linePrefix,
});

/** The text that the suggest widget's item would add at the cursor; '' without one. */
export function selectedRest({ document, position, selected }: Cursor): string {
  if (selected === undefined) return '';
  const start = selected.range.start.character;
  const typed = document.lineAt(position.line).slice(start, position.character);
  return selected.text.startsWith(typed) ? selected.text.slice(typed.length) : '';
}

/** The nearest of the ten lines above that says something, trimmed: a place's mark, wherever the place moves. */
export function nearestLineAbove(document: LiveDocument, line: number): string {
  for (let above = line - 1; above >= Math.max(0, line - 10); above--) {
    const text = document.lineAt(above).trim();
    if (text !== '') return text;
  }
  return '';
}
