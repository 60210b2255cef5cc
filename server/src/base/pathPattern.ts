/**
 * Patterns for paths, as `.gitignore` and the globs of editors write them: `*`, `?`, `[a-z]`, `**` for any number of
 * folders, `\` before what stands for itself. Patterns and paths are compared by a scan with one place to come back to
 * (for a star each in a name and for a double star each in a path), not by a regular expression: nothing backtracks.
 */
export interface PathPattern {
  readonly segments: readonly Segment[];
}

type Segment = typeof ANY_FOLDERS | readonly Piece[];
type Piece = string | typeof STAR | typeof ONE | Class;
interface Class {
  readonly isNegated: boolean;
  readonly ranges: readonly (readonly [from: string, to: string])[];
}

const ANY_FOLDERS = Symbol('**');
const STAR = Symbol('*');
const ONE = Symbol('?');

/** Steps that comparisons may still take together; below 0 their answers mean nothing. */
export interface Effort {
  left: number;
}

/** Longer ones match nothing: no path is as long (`PATH_MAX` of Linux). */
const MAX_PATTERN = 4_096;

/**
 * Parses a pattern that is anchored at its folder; `undefined` for one that can match nothing. Where slashes stand in a row, or at
 * an end, the name between is empty: no path has such a name, but people who write globs mean nothing by it.
 */
export function parsePattern(
  text: string,
  emptyNames: 'areSkipped' | 'matchNothing',
): PathPattern | undefined {
  if (text.length > MAX_PATTERN) return undefined;
  const parts = split(text);
  if (parts === undefined) return undefined;
  const segments: Segment[] = [];
  for (const part of parts) {
    if (part === '' && emptyNames === 'matchNothing') return undefined;
    if (part === '') continue;
    // More than two stars mean the same as two, as git has it.
    const segment = /^\*{2,}$/.test(part) ? ANY_FOLDERS : parseSegment(part);
    if (segment === undefined) return undefined;
    // Two in a row mean one.
    if (segment !== ANY_FOLDERS || segments.at(-1) !== ANY_FOLDERS) segments.push(segment);
  }
  // `a/**` is what lies in `a`, not `a` itself.
  if (segments.at(-1) === ANY_FOLDERS) segments.push([STAR]);
  return { segments };
}

/** Splits at slashes, but not at those in a class; `undefined` where a class does not end. */
function split(text: string): string[] | undefined {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '[') {
      const parsed = parseClass(text, at);
      if (parsed === undefined) return undefined;
      at = parsed.end;
    } else if (char === '\\' && text[at + 1] !== '/') at++;
    else if (char === '/' || char === '\\') {
      parts.push(text.slice(from, at));
      if (char === '\\') at++;
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** A pattern that holds in every folder below, too. */
export const anywhere = ({ segments }: PathPattern): PathPattern =>
  segments[0] === ANY_FOLDERS ? { segments } : { segments: [ANY_FOLDERS, ...segments] };

function parseSegment(text: string): readonly Piece[] | undefined {
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '*') {
      if (pieces.at(-1) !== STAR) pieces.push(STAR);
    } else if (char === '?') pieces.push(ONE);
    else if (char === '[') {
      const parsed = parseClass(text, at);
      if (parsed === undefined) return undefined;
      pieces.push(parsed.piece);
      at = parsed.end;
    } else if (char === '\\') {
      at++;
      if (at === text.length) return undefined;
      pieces.push(text.charAt(at));
    } else pieces.push(char);
  }
  return pieces;
}

/** POSIX names of characters, as far as they occur in names of files. */
const NAMED: Readonly<Record<string, Class['ranges']>> = {
  alpha: [
    ['a', 'z'],
    ['A', 'Z'],
  ],
  digit: [['0', '9']],
  alnum: [
    ['a', 'z'],
    ['A', 'Z'],
    ['0', '9'],
  ],
  lower: [['a', 'z']],
  upper: [['A', 'Z']],
  space: [
    [' ', ' '],
    ['\t', '\r'],
  ],
  blank: [
    [' ', ' '],
    ['\t', '\t'],
  ],
  xdigit: [
    ['0', '9'],
    ['a', 'f'],
    ['A', 'F'],
  ],
  punct: [
    ['!', '/'],
    [':', '@'],
    ['[', '`'],
    ['{', '~'],
  ],
};

/** `[a-z]`, `[!a]`, `[^a]`, `[]a]`, `[[:digit:]]`; `end` is where its bracket closes. */
function parseClass(text: string, start: number): { piece: Class; end: number } | undefined {
  const ranges: (readonly [string, string])[] = [];
  let at = start + 1;
  const isNegated = text[at] === '!' || text[at] === '^';
  if (isNegated) at++;
  for (let isFirst = true; at < text.length; isFirst = false) {
    const char = text.charAt(at);
    if (char === ']' && !isFirst) return { piece: { isNegated, ranges }, end: at };
    const name = nameAt(text, at);
    if (name !== undefined) {
      const named = NAMED[name];
      if (named === undefined) return undefined;
      ranges.push(...named);
      at += `[:${name}:]`.length;
      continue;
    }
    if (char === '\\') at++;
    const from = text.charAt(at);
    at++;
    let to = from;
    if (text[at] === '-' && at + 1 < text.length && text[at + 1] !== ']') {
      at += text[at + 1] === '\\' ? 2 : 1;
      to = text.charAt(at);
      at++;
    }
    // Of a range that goes backwards its first letter is left, as git has it.
    ranges.push([from, from <= to ? to : from]);
  }
  return undefined;
}

/** The name of `[:digit:]`. A `[:` whose next `]` has no colon before it begins none, and stands for itself. */
function nameAt(text: string, at: number): string | undefined {
  if (!text.startsWith('[:', at)) return undefined;
  const end = text.indexOf(']', at + 2) - 1;
  return end >= at + 2 && text[end] === ':' ? text.slice(at + 2, end) : undefined;
}

/** True if a pattern matches a path (its names, from the pattern's folder on). Takes from `effort`. */
export function matches(
  { segments }: PathPattern,
  path: readonly string[],
  isExactCase: boolean,
  effort: Effort,
): boolean {
  const isMatch = (segment: Segment, name: string): boolean =>
    segment !== ANY_FOLDERS && nameMatches(segment, name, isExactCase, effort);
  return scan(segments, path, ANY_FOLDERS, isMatch, effort);
}

function nameMatches(pieces: readonly Piece[], name: string, isExactCase: boolean, effort: Effort) {
  const isMatch = (piece: Piece, char: string): boolean =>
    piece === ONE || pieceMatches(piece, char, isExactCase);
  return scan(pieces, name, STAR, isMatch, effort);
}

function pieceMatches(piece: Piece, char: string, isExactCase: boolean): boolean {
  if (typeof piece === 'string') {
    return piece === char || (!isExactCase && piece.toLowerCase() === char.toLowerCase());
  }
  if (typeof piece === 'symbol') return false;
  const isIn = (each: string) => piece.ranges.some(([from, to]) => from <= each && each <= to);
  // `[!A]` matches `a` where case counts, though not where it does not.
  if (isIn(char) !== piece.isNegated) return true;
  return !isExactCase && [char.toLowerCase(), char.toUpperCase()].some(isIn) && !piece.isNegated;
}

/**
 * Compares a sequence of wanted items with one of things, where `wild` stands for any number of things. Only the last wild
 * item has to be come back to: what an earlier one has matched need not change (the two pointers of Krauss, "Matching
 * Wildcards: An Algorithm", 2008).
 */
function scan<Wanted, Thing>(
  wanted: ArrayLike<Wanted>,
  things: ArrayLike<Thing>,
  wild: Wanted,
  isMatch: (item: Wanted, thing: Thing) => boolean,
  effort: Effort,
): boolean {
  let item = 0;
  let wildItem = -1;
  let wildThing = 0;
  for (let thing = 0; thing < things.length; ) {
    if (--effort.left < 0) return false;
    if (item < wanted.length && wanted[item] === wild) {
      wildItem = item++;
      wildThing = thing;
    } else if (item < wanted.length && isMatch(wanted[item] as Wanted, things[thing] as Thing)) {
      item++;
      thing++;
    } else if (wildItem !== -1) {
      item = wildItem + 1;
      thing = ++wildThing;
    } else return false;
  }
  while (item < wanted.length && wanted[item] === wild) item++;
  return item === wanted.length;
}
