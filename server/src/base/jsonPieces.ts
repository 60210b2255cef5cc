import type { Pieces } from './turns.ts';

/** Bytes that are parsed in one go: at most two milliseconds. */
const PIECE = 64 * 1024;
/** Deepest value that is taken; messages of LSP are some ten deep. */
const MAX_DEPTH = 1_000;

const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, U] = [0x5b, 0x5d, 0x7b, 0x7d, 0x75];

/**
 * Parses JSON as `JSON.parse` does, in pieces of some `size` bytes: it finds where members end, and gives `JSON.parse` as many of
 * them as make a piece. Long texts are parsed in pieces, too; a number or a name in one. Throws a `SyntaxError` for what is no
 * JSON, or deeper than a thousand values.
 */
export const jsonInPieces = (bytes: Buffer, size = PIECE): Pieces<unknown> =>
  new JsonPieces(bytes, size).all();

/** A list or object that is not at its end yet. */
interface Container {
  readonly isObject: boolean;
  /** Offsets in bytes: of its bracket, of what is not parsed yet, of the member at hand, of the colon in that. */
  readonly start: number;
  from: number;
  member: number;
  colon: number;
  /** True where the member at hand has been parsed on its own. */
  isWhole: boolean;
  /** The name of such a member. */
  name: string;
  /** The members so far; `undefined` for as long as it may be parsed with what stands around it. */
  value: unknown[] | Record<string, unknown> | undefined;
}

/** A text that is not at its end yet: its quote, what is not parsed yet, and its pieces if it is long. */
interface OpenText {
  readonly start: number;
  from: number;
  pieces: string[] | undefined;
}

const NONE = -1;

const container = (isObject: boolean, start: number): Container => ({
  isObject,
  start,
  from: start + 1,
  member: start + 1,
  colon: NONE,
  isWhole: false,
  name: '',
  value: undefined,
});

class JsonPieces {
  readonly #bytes: Buffer;
  readonly #size: number;
  /** The text as the only member of a list that has no brackets. */
  readonly #root = container(false, NONE);
  readonly #open: Container[] = [this.#root];
  #innermost = this.#root;
  #at = 0;
  #text: OpenText | undefined;

  constructor(bytes: Buffer, size: number) {
    this.#bytes = bytes;
    this.#size = size;
  }

  *all(): Pieces<unknown> {
    while (this.#at < this.#bytes.length) {
      this.#read(Math.min(this.#at + this.#size, this.#bytes.length));
      yield;
    }
    if (this.#open.length > 1 || this.#text !== undefined) throw wrong();
    const { value, isWhole, from } = this.#root;
    if (value === undefined) return JSON.parse(this.#slice(0, this.#bytes.length));
    if (!isWhole || !this.#isBlank(from, this.#bytes.length)) throw wrong();
    return (value as unknown[])[0];
  }

  /** Reads to an offset, or to the end of the escape that is there. */
  #read(end: number): void {
    while (this.#at < end) {
      if (this.#text !== undefined) this.#readText(this.#text, end);
      else this.#readValues(end);
    }
  }

  #readValues(end: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        this.#text = { start: at, from: ++at, pieces: undefined };
        break;
      }
      if (byte === COMMA) this.#comma(at);
      else if (byte === COLON) this.#innermost.colon = at;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#enter(byte === OPEN_OBJECT, at);
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) this.#leave(byte === CLOSE_OBJECT, at);
    }
    this.#at = at;
  }

  #readText(text: OpenText, end: number): void {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < end && bytes[at] !== QUOTE) {
      if (bytes[at] !== BACKSLASH) at++;
      else at += bytes[at + 1] === U ? 6 : 2;
    }
    const isEnd = at < end;
    // A character of several bytes is not cut.
    while (!isEnd && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++;
    const parent = this.#innermost;
    const isName = parent.isObject && parent.colon === NONE;
    if (!isName && (text.pieces !== undefined || at - text.from >= this.#size)) {
      if (text.pieces === undefined) this.#begin(parent, text.start);
      text.pieces ??= [];
      text.pieces.push(JSON.parse(`"${this.#slice(text.from, at)}"`));
      text.from = at;
    }
    this.#at = isEnd ? at + 1 : at;
    if (!isEnd) return;
    this.#text = undefined;
    if (text.pieces !== undefined) attach(parent, text.pieces.join(''), this.#at);
  }

  #comma(at: number): void {
    const inside = this.#innermost;
    if (inside === this.#root) throw wrong();
    if (inside.isWhole) {
      this.#expectBlank(inside.from, at);
      inside.from = at + 1;
    } else if (at - inside.from >= this.#size) {
      this.#makeValues();
      this.#add(inside, at);
      inside.from = at + 1;
    }
    inside.isWhole = false;
    inside.member = at + 1;
    inside.colon = NONE;
  }

  #enter(isObject: boolean, at: number): void {
    if (this.#open.length > MAX_DEPTH) throw wrong();
    this.#innermost = container(isObject, at);
    this.#open.push(this.#innermost);
  }

  #leave(isObject: boolean, at: number): void {
    const left = this.#innermost;
    if (left === this.#root || left.isObject !== isObject) throw wrong();
    if (at - left.start >= this.#size) this.#makeValues();
    this.#open.pop();
    this.#innermost = this.#open.at(-1) ?? this.#root;
    if (left.value === undefined) return;
    const isEmpty = left.from === left.start + 1 && this.#isBlank(left.from, at);
    if (left.isWhole) this.#expectBlank(left.from, at);
    else if (!isEmpty) this.#add(left, at);
    attach(this.#innermost, left.value, at + 1);
  }

  /** Makes values of the open containers, with what stands in them before the next one. */
  #makeValues(): void {
    let parent: Container | undefined;
    for (const each of this.#open) {
      if (each.value === undefined && parent !== undefined) this.#begin(parent, each.start);
      each.value ??= each.isObject ? {} : [];
      parent = each;
    }
  }

  /** Parses what stands in a container before a member that begins at an offset and is parsed on its own. */
  #begin(parent: Container, start: number): void {
    if (this.#innermost === parent) this.#makeValues();
    if (parent.isWhole) throw wrong();
    if (parent.member > parent.from) this.#add(parent, parent.member - 1);
    const { isObject, member, colon } = parent;
    this.#expectBlank(isObject ? colon + 1 : member, start);
    if (!isObject) return;
    const name: unknown = JSON.parse(this.#slice(member, colon));
    if (typeof name !== 'string') throw wrong();
    parent.name = name;
  }

  /** Adds the members that are not parsed yet, up to an offset. */
  #add({ isObject, from, value }: Container, end: number): void {
    if (this.#isBlank(from, end)) throw wrong();
    const text = this.#slice(from, end);
    if (!isObject) {
      for (const member of JSON.parse(`[${text}]`)) (value as unknown[]).push(member);
      return;
    }
    for (const [name, member] of Object.entries(JSON.parse(`{${text}}`)))
      set(value as Record<string, unknown>, name, member);
  }

  #slice(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }

  #expectBlank(start: number, end: number): void {
    if (!this.#isBlank(start, end)) throw wrong();
  }

  #isBlank(start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const byte = this.#bytes[at];
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
    }
    return true;
  }
}

/** Adds a member that was parsed on its own, and ends before an offset. */
function attach(parent: Container, value: unknown, end: number): void {
  if (parent.isObject) set(parent.value as Record<string, unknown>, parent.name, value);
  else (parent.value as unknown[]).push(value);
  parent.isWhole = true;
  parent.from = end;
}

/** As `JSON.parse` sets it: `__proto__` is a name like any other. */
function set(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else
    Object.defineProperty(object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
}

const wrong = (): SyntaxError => new SyntaxError('The text is not JSON');
