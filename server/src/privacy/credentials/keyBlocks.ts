import type { Pieces } from '../../base/turns.ts';
import { isIn, PADDED } from './characters.ts';
import { isRandom } from './values.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Header and footer of a private key in text form: RFC 7468, OpenSSH, OpenPGP, SSH2, OpenVPN. */
const BEGIN = /-{4,5} ?BEGIN (?:[A-Z0-9]{1,16} ){0,4}(?:PRIVATE KEY|Static key)[^\n-]{0,32}-{4,5}/i;
const END = /-{4,5} ?END (?:[A-Z0-9]{1,16} ){0,4}(?:PRIVATE KEY|Static key)[^\n-]{0,32}-{4,5}/i;
const OTHER_BEGIN = /-----BEGIN /;
const PUTTY_LINES = /^Private-(?:Lines: \d|MAC: ?)/;
/** The part of a line that holds key, in base64 or hexadecimal, with escaped line ends in it. */
const BODY = /(?:[A-Za-z0-9+/=]|(?<!\\)\\+[nr](?![a-z]))+/g;
/** Marks that may stand around it: indentation, quotes, comment and diff marks, escapes. */
const AROUND = /^[\s"'`+\-,;>#*/|\\nr().]*$/;
const HEADER =
  /^[\s"'#*/>+]{0,40}(?:Proc-Type|DEK-Info|Comment|Version|Subject|Hash|Charset|x-[\w-]{1,32}):/i;
/** The width of lines of a key without its header, as RFC 7468 and OpenSSH write them; fewer lines tell nothing. */
const WIDTHS: ReadonlySet<number> = new Set([64, 70]);
const LEAST_LINES = 2;
/** Longer lines hold no more than a key on one line does, in UTF-16 units. */
const MAX_LINE = 16_384;

/**
 * The lines of private keys, each a span of its own, so that a text in which they are replaced keeps its lines: between header and footer,
 * behind a header whose footer is cut off, before a footer whose header is, and the middle of a key of which neither is
 * there. Empty for texts without any.
 */
export function* keyBlocks(text: string): Pieces<readonly Span[]> {
  return mayHoldKey(text) ? yield* new KeyBlocks().read(text) : [];
}

const HINTS = ['PRIVATE KEY', 'tatic key', 'Private-Lines'];

/** False for texts without a header, and without two lines as wide as a key's. */
function mayHoldKey(text: string): boolean {
  if (HINTS.some((hint) => text.includes(hint))) return true;
  let wide = 0;
  for (let start = 0; start < text.length; ) {
    const next = text.indexOf('\n', start);
    const end = next === -1 ? text.length : next;
    wide =
      end - start >= 64 && end - start <= MAX_WIDE && hasWideBody(text, start, end) ? wide + 1 : 0;
    if (wide === LEAST_LINES) return true;
    start = end + 1;
  }
  return false;
}
/** Of a line of 70 characters with what may stand around it, in UTF-16 units. */
const MAX_WIDE = 110;

/** True if a line has 64 characters of base64 in a row. */
function hasWideBody(text: string, start: number, end: number): boolean {
  let at = start;
  for (let from = start; at < end && from + 64 <= end; at++) {
    if (!isIn(PADDED, text.charCodeAt(at))) from = at + 1;
    else if (at - from === 63) return true;
  }
  return false;
}

/** UTF-16 units of lines that are read in one go, and what a line costs at least. */
const PIECE = 32_768;
const LINE = 32;

class KeyBlocks {
  readonly #spans: Span[] = [];
  /** Bodies of lines before a footer, or of a key without both. */
  #waiting: Span[] = [];
  #isOpen = false;
  #isOther = false;

  *read(text: string): Pieces<readonly Span[]> {
    let sinceTurn = 0;
    for (let start = 0; start <= text.length; ) {
      const next = text.indexOf('\n', start);
      const end = next === -1 ? text.length : next;
      this.#line(text.slice(start, Math.min(end, start + MAX_LINE)), start);
      sinceTurn += end - start + LINE;
      start = end + 1;
      if (sinceTurn < PIECE) continue;
      yield;
      sinceTurn = 0;
    }
    this.#dropWaiting();
    return this.#spans;
  }

  #line(line: string, offset: number): void {
    const begin = line.includes('BEGIN') ? BEGIN.exec(line) : null;
    const end = line.includes('END') ? END.exec(line) : null;
    if (begin !== null) {
      this.#dropWaiting();
      const from = begin.index + begin[0].length;
      const hasEnd = end !== null && end.index > begin.index;
      this.#keepIn(line.slice(0, hasEnd ? end.index : line.length), from, offset);
      this.#isOpen = !hasEnd;
      this.#isOther = false;
    } else if (end !== null) {
      if (!this.#isOpen) this.#keepWaiting();
      this.#waiting = [];
      this.#keepIn(line.slice(0, end.index), 0, offset);
      this.#isOpen = false;
    } else if (this.#isOpen) this.#inside(line, offset);
    else this.#outside(line, offset);
  }

  #inside(line: string, offset: number): void {
    const body = bodyOf(line, true);
    if (body !== undefined) this.#spans.push(moved(body, offset));
    else if (line.trim() !== '' && !HEADER.test(line) && !AROUND.test(line)) this.#isOpen = false;
  }

  #outside(line: string, offset: number): void {
    if (PUTTY_LINES.test(line)) {
      this.#isOpen = true;
      if (line.startsWith('Private-MAC')) this.#keepIn(line, 'Private-MAC:'.length, offset);
      return;
    }
    const body = bodyOf(line, this.#isOther);
    if (body === undefined) {
      this.#dropWaiting();
      this.#isOther = OTHER_BEGIN.test(line);
    } else if (!this.#isOther) this.#waiting.push(moved(body, offset));
  }

  /** Lines that look like a key's, as many as tell, without its header and footer. */
  #dropWaiting(): void {
    const wide = this.#waiting.filter(({ start, end }) => WIDTHS.has(end - start));
    if (wide.length >= LEAST_LINES) this.#keepWaiting();
    this.#waiting = [];
  }

  #keepWaiting(): void {
    // One by one: a call takes no more than some hundred thousand arguments.
    for (const each of this.#waiting) this.#spans.push(each);
  }

  /** Keeps what a line holds of a key from a place on. */
  #keepIn(line: string, from: number, offset: number): void {
    for (const found of line.slice(from).matchAll(BODY)) {
      // The escapes that stand around a line's body belong to the text.
      const head = /^(?:\\+[nr])*/.exec(found[0])?.[0].length ?? 0;
      const tail = /(?<!\\[nr])(?<!\\)(?:\\+[nr])*$/.exec(found[0])?.[0].length ?? 0;
      const start = offset + from + found.index + head;
      const end = offset + from + found.index + found[0].length - tail;
      if (end - start >= 8) this.#spans.push({ start, end });
    }
  }
}

const moved = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

/**
 * The one part of a line that may be of a key; `undefined` for a line that says something else. Behind a header it need not look random: the
 * first lines of many keys are the same.
 */
function bodyOf(line: string, isInside: boolean): Span | undefined {
  if (line.length > 400) return undefined;
  let body: Span | undefined;
  for (const found of line.matchAll(/[A-Za-z0-9+/=]+/g)) {
    if (body !== undefined && found[0].length <= body.end - body.start) continue;
    body = { start: found.index, end: found.index + found[0].length };
  }
  if (body === undefined) return undefined;
  const text = line.slice(body.start, body.end);
  const around = `${line.slice(0, body.start)} ${line.slice(body.end)}`;
  if (!AROUND.test(around)) return undefined;
  const isShort = text.length < 20;
  if (isShort && !/[0-9+/=]/.test(text)) return undefined;
  return isShort || isInside || isRandom(text) || /^[A-Za-z0-9+/]*={1,2}$/.test(text)
    ? body
    : undefined;
}
