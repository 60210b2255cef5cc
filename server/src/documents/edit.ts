import type { LiveDocument } from './liveDocument.ts';
import type { Position } from './position.ts';

/** The text that a change removed at a place, and the text that it inserted there; line ends are LF. */
export interface Edit {
  readonly start: Position;
  readonly removed: string;
  readonly inserted: string;
}

/** Characters of an edit that is looked at: nobody types, deletes or pastes more by hand. */
export const MAX_EDIT_LENGTH = 250_000;

/** The one edit that leads from a state of a document to a later one; `undefined` for one that is too long to look at. */
export function editBetween(before: LiveDocument, after: LiveDocument): Edit | undefined {
  const [old, now] = [before.lines, after.lines];
  const most = Math.min(old.length, now.length);
  let line = 0;
  while (line < most - 1 && old[line] === now[line]) line++;
  let tail = 0;
  while (tail < most - 1 - line && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const [replaced, put] = [old.slice(line, old.length - tail), now.slice(line, now.length - tail)];
  if (replaced.length > 1 || put.length > 1) {
    if (isLong(replaced) || isLong(put)) return undefined;
  }
  const removed = replaced.join('\n');
  const inserted = put.join('\n');
  const character = commonStart(removed, inserted);
  const shortest = Math.min(removed.length, inserted.length) - character;
  const end = Math.min(shortest, commonEnd(removed, inserted));
  if (Math.max(removed.length, inserted.length) - character - end > MAX_EDIT_LENGTH)
    return undefined;
  return {
    start: positionAt(inserted, character, line),
    removed: removed.slice(character, removed.length - end),
    inserted: inserted.slice(character, inserted.length - end),
  };
}

/** Where an offset is in lines that begin with the given one. */
function positionAt(text: string, offset: number, firstLine: number): Position {
  let [line, start] = [firstLine, 0];
  for (let end = text.indexOf('\n'); end !== -1 && end < offset; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return { line, character: offset - start };
}

const isLong = (lines: readonly string[]): boolean =>
  lines.reduce((sum, line) => sum + line.length, lines.length) > MAX_EDIT_LENGTH;

/** Pieces are compared as a whole, as lines may be long: a hundred times as fast as character by character. */
const PIECES = [4_096, 64, 1] as const;

function commonStart(one: string, other: string): number {
  let length = 0;
  for (const piece of PIECES) {
    const isSame = (from: number) =>
      from + piece <= Math.min(one.length, other.length) &&
      one.slice(from, from + piece) === other.slice(from, from + piece);
    while (isSame(length)) length += piece;
  }
  return length;
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  for (const piece of PIECES) {
    const before = (text: string, end: number) =>
      text.slice(text.length - end - piece, text.length - end);
    while (length + piece <= most && before(one, length) === before(other, length)) length += piece;
  }
  return length;
}
