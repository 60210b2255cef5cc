import type { Pieces } from '../base/turns.ts';

export const LINE_END = /\r\n|\n|\r/;
/** UTF-16 units that are divided in one go: at most two milliseconds. */
const PIECE = 128 * 1024;

/** The lines of a text. */
export interface TextLines {
  /** Without their ends. */
  readonly lines: string[];
  /** The end of most of them; `undefined` for a single one. */
  readonly lineEnd: string | undefined;
  readonly nuls: number;
}

/** Divides a text into its lines, in pieces of some `size` UTF-16 units. */
export function* textLines(text: string, size = PIECE): Pieces<TextLines> {
  if (text.length <= size) {
    const lines = text.split(LINE_END);
    return { lines, lineEnd: lineEndOf(endsIn(text, lines.length - 1)), nuls: nulsIn(text) };
  }
  const lines = [''];
  const ends = { pairs: 0, feeds: 0, returns: 0 };
  let nuls = 0;
  for (let from = 0; from < text.length; ) {
    const to = pieceEnd(text, from, size);
    const piece = text.slice(from, to);
    const [first = '', ...rest] = piece.split(LINE_END);
    // A long line is joined from its pieces.
    lines[lines.length - 1] += first;
    for (const line of rest) lines.push(line);
    const { pairs, feeds, returns } = endsIn(piece, rest.length);
    ends.pairs += pairs;
    ends.feeds += feeds;
    ends.returns += returns;
    nuls += nulsIn(piece);
    from = to;
    yield;
  }
  return { lines, lineEnd: lineEndOf(ends), nuls };
}

/** Where a piece ends: no pair of CR and LF is cut, and where a line ends nearby, nor is a line. */
function pieceEnd(text: string, from: number, size: number): number {
  const to = Math.min(from + size, text.length);
  const feed = text.slice(from, to).lastIndexOf('\n');
  if (feed !== -1) return from + feed + 1;
  return text[to - 1] === '\r' && text[to] === '\n' ? to + 1 : to;
}

/** How many line ends of each kind there are: CR LF, LF alone, CR alone. */
interface Ends {
  readonly pairs: number;
  readonly feeds: number;
  readonly returns: number;
}

function endsIn(text: string, all: number): Ends {
  if (!text.includes('\r')) return { pairs: 0, feeds: all, returns: 0 };
  const pairs = text.split('\r\n').length - 1;
  const feeds = text.split('\n').length - 1 - pairs;
  return { pairs, feeds, returns: all - pairs - feeds };
}

function lineEndOf({ pairs, feeds, returns }: Ends): string | undefined {
  if (pairs > feeds) return '\r\n';
  if (feeds > 0) return '\n';
  return returns > 0 ? '\r' : undefined;
}

export const nulsIn = (text: string): number =>
  text.includes('\0') ? text.split('\0').length - 1 : 0;
