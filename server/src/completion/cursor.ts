import type { LiveDocument } from '../documents/documentStore.ts';

export interface Position {
  /** Counted from 0. */
  readonly line: number;
  /** UTF-16 units from the line's start. */
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The item chosen in the editor's suggest widget: what stands at `range` once it is taken. */
export interface SelectedItem {
  readonly range: Range;
  readonly text: string;
}

/** Where a suggestion is wanted, seen as text. With LF ends only, whatever the document has. */
export interface Cursor {
  readonly uri: string;
  readonly languageId: string;
  readonly position: Position;
  /** All text before the cursor, a selected widget item included as if it were taken. */
  readonly before: string;
  /** All text after the cursor. */
  readonly after: string;
  readonly linePrefix: string;
  readonly lineSuffix: string;
  readonly selected: SelectedItem | undefined;
}

/** Reads the document at a position; positions past the line's end mean its end. */
export function cursorAt(
  document: LiveDocument,
  position: Position,
  selected?: SelectedItem,
): Cursor {
  const text = document.getText();
  const offset = document.offsetAt(position);
  const keptEnd = selected === undefined ? offset : document.offsetAt(selected.range.start);
  const before = toLineFeeds(text.slice(0, keptEnd)) + toLineFeeds(selected?.text ?? '');
  const after = toLineFeeds(text.slice(offset));
  const lineEnd = after.indexOf('\n');
  return {
    uri: document.uri,
    languageId: document.languageId,
    position: document.positionAt(offset),
    before,
    after,
    linePrefix: before.slice(before.lastIndexOf('\n') + 1),
    lineSuffix: lineEnd === -1 ? after : after.slice(0, lineEnd),
    selected,
  };
}

const toLineFeeds = (text: string): string =>
  text.includes('\r') ? text.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : text;
