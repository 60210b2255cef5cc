/** Deepest nesting that is read: nobody writes more by hand. */
const MAX_DEPTH = 50;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);
/** A word or a number: all up to a blank or a sign of JSON's. */
const WORD = /[^\s,:[\]{}"'/]*/y;

/** A place in a text, both from 1 on. */
interface TextPlace {
  readonly line: number;
  readonly column: number;
}

/** The value of a text, or why it has none: the rest of a sentence. No problem repeats anything of the text. */
export type CommentedJson =
  | {
      readonly value: unknown;
      /** The place of each value by its path, such as `keys[2].name`; the text's own is `''`. */
      readonly placeOf: (path: string) => TextPlace | undefined;
      /** The paths of members that are there twice: the last one counts. */
      readonly repeated: readonly string[];
    }
  | { readonly problem: string; readonly place: TextPlace };

/**
 * Reads JSON with comments (line and block) and commas before closing brackets, as editors keep their settings. Total; takes time
 * in proportion to the text.
 */
export function commentedJson(text: string): CommentedJson {
  const reader = new Reader(text);
  try {
    const value = reader.whole();
    const placeOf = (path: string) => {
      const at = reader.places.get(path);
      return at === undefined ? undefined : placeAt(text, at);
    };
    return { value, placeOf, repeated: reader.repeated };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { problem: error.message, place: placeAt(text, error.at) };
  }
}

function placeAt(text: string, at: number): TextPlace {
  const before = text.slice(0, at).split(/\r\n|[\n\r]/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

class Mistake extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

class Reader {
  readonly places = new Map<string, number>();
  readonly repeated: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): unknown {
    if (this.#text.startsWith('\ufeff')) this.#at++;
    if (this.#next() === '') throw new Mistake('is empty', 0);
    const value = this.#value('', 0);
    if (this.#next() !== '') throw new Mistake('goes on behind its end', this.#at);
    return value;
  }

  #value(path: string, depth: number): unknown {
    const begin = this.#next();
    this.places.set(path, this.#at);
    if (depth > MAX_DEPTH) throw new Mistake('is nested too deep', this.#at);
    if (begin === '{') return this.#object(path, depth);
    if (begin === '[') return this.#list(path, depth);
    if (begin === '"') return this.#string();
    return this.#word(begin);
  }

  #object(path: string, depth: number): unknown {
    const members = new Map<string, unknown>();
    this.#each('}', () => {
      if (this.#next() !== '"') {
        throw new Mistake('needs the name of a member in double quotes', this.#at);
      }
      const name = this.#string();
      if (this.#next() !== ':') throw new Mistake('needs a colon behind the name', this.#at);
      this.#at++;
      const inner = path === '' ? name : `${path}.${name}`;
      if (members.has(name)) this.repeated.push(inner);
      members.set(name, this.#value(inner, depth + 1));
    });
    return Object.fromEntries(members);
  }

  #list(path: string, depth: number): unknown {
    const list: unknown[] = [];
    this.#each(']', () => list.push(this.#value(`${path}[${list.length}]`, depth + 1)));
    return list;
  }

  /** Reads what stands between an opening bracket and its closer. */
  #each(closer: string, read: () => void): void {
    const opened = this.#at++;
    for (let next = this.#next(); next !== closer; next = this.#next()) {
      if (next !== '') read();
      const behind = this.#next();
      if (behind === '') throw new Mistake('has a bracket that is never closed', opened);
      if (behind === ',') this.#at++;
      else if (behind !== closer) throw new Mistake('needs a comma in front of this', this.#at);
    }
    this.#at++;
  }

  #string(): string {
    const begin = this.#at;
    let end = begin + 1;
    for (let code = this.#text.charCodeAt(end); code !== 0x22; code = this.#text.charCodeAt(end)) {
      if (!(code >= 0x20)) throw new Mistake('has a text without its closing quote', begin);
      end += code === 0x5c ? 2 : 1;
    }
    this.#at = end + 1;
    try {
      return JSON.parse(this.#text.slice(begin, this.#at));
    } catch {
      throw new Mistake('has a text with a wrong escape: write a backslash as \\\\', begin);
    }
  }

  #word(begin: string): unknown {
    const from = this.#at;
    if (begin === "'") throw new Mistake('needs double quotes around texts', from);
    WORD.lastIndex = from;
    const word = WORD.exec(this.#text)?.[0] ?? '';
    if (!WORDS.has(word) && !NUMBER.test(word)) {
      throw new Mistake('needs a value here: a text in double quotes, a number, true, false', from);
    }
    this.#at += word.length;
    return WORDS.has(word) ? WORDS.get(word) : Number(word);
  }

  /** The next sign that is neither blank nor in a comment; `''` at the end. */
  #next(): string {
    const text = this.#text;
    for (;;) {
      const sign = text[this.#at] ?? '';
      if (sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t') this.#at++;
      else if (sign !== '/') return sign;
      else this.#skipComment();
    }
  }

  #skipComment(): void {
    const text = this.#text;
    if (text[this.#at + 1] === '*') {
      const end = text.indexOf('*/', this.#at + 2);
      if (end < 0) throw new Mistake('has a comment that is never closed', this.#at);
      this.#at = end + 2;
    } else if (text[this.#at + 1] === '/') {
      while (this.#at < text.length && !'\n\r'.includes(text[this.#at] ?? '')) this.#at++;
    } else throw new Mistake('needs a value here, or a second slash for a comment', this.#at);
  }
}
