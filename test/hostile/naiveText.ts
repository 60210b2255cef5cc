/** A place as LSP has it: counted from 0, in UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** A text edit as LSP has it. */
export interface NaiveEdit {
  readonly range: { readonly start: Place; readonly end: Place };
  readonly newText: string;
}

/** Where the lines of a text begin, and where they end before their line ends. */
function linesOf(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  let start = 0;
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ start, end: index });
    start = index + end.length;
  }
  return [...lines, { start, end: text.length }];
}

/** The offset of a place; one beyond a line's end is its end, one beyond the text the text's end, as LSP says. */
export function offsetOf(text: string, { line, character }: Place): number {
  const found = linesOf(text)[Math.max(0, Math.floor(line))];
  if (found === undefined) return text.length;
  return Math.min(found.start + Math.max(0, Math.floor(character)), found.end);
}

/** The place of an offset that is within a line. */
export function placeOf(text: string, offset: number): Place {
  const lines = linesOf(text);
  const line = lines.findLastIndex(({ start }) => start <= offset);
  const { start, end } = lines[line] ?? { start: 0, end: 0 };
  return { line, character: Math.min(offset, end) - start };
}

/** Applies edits to a text as LSP says: all ranges are of the text as it was; throws where two overlap. */
export function applyEdits(text: string, edits: readonly NaiveEdit[]): string {
  const placed = edits.map(({ range, newText }) => ({
    start: offsetOf(text, range.start),
    end: offsetOf(text, range.end),
    newText,
  }));
  placed.sort((one, other) => one.start - other.start);
  let [result, at] = ['', 0];
  for (const { start, end, newText } of placed) {
    if (start < at || end < start) throw new Error('edits overlap');
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}
