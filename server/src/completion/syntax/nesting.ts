import { commentMarks, type Marks } from './marks.ts';

/** A bracket, quote, tag or insertion that is open, by what opened it; tags as `<name`. */
export type Open = string;

/** The range of a closer for something that the text itself has not opened. */
interface OuterCloser {
  readonly start: number;
  readonly end: number;
}

/** The brackets, quotes and tags that a text leaves open, closes or cannot match, read from a state. */
export interface Nesting {
  /** All that is open behind it, the innermost last. */
  readonly open: readonly Open[];
  /** How many of these, from the outermost, stood before the text: what is left open behind them may be unfinished. */
  readonly firm: number;
  /** Closers, in order, that close what was open before the text. */
  readonly outer: readonly OuterCloser[];
  /** Closers that close nothing that is known to be open, and those of another kind than what is open. */
  readonly unmatched: number;
  /** Of these, those on later lines than the first, where nothing is open: they may close what earlier lines have opened. */
  readonly later: number;
  /** Closers in comments that close nothing there. */
  readonly strays: number;
}

const CLOSER_OF: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const CLOSERS = ')]}';
const LINE_COMMENT = '//';
const BLOCK_COMMENT = '/*';
/** Elements of HTML that are never closed. */
const VOID = /^<(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|!)/i;
const TAG = /<\/?[A-Za-z][\w.:-]*/y;
const WORD = /[\p{L}\p{N}_]/u;
/** After these a slash begins a regular expression, and after a word like `return`. */
const BEFORE_REGEX =
  /(?:^|[(,=:[!&|?{};>~+*%^-]|\b(?:return|typeof|case|in|of|when|if|and|or|not))\s*$/;
const REGEX_LOOKBACK = 16;
/** The pattern of a case, at the end of a text: words with bars between them. */
const CASE_PATTERN =
  /(?:\n|;;|\sin\s)[ \t]*[^\s()|;&]+(?: [^\s()|;&]+)?(?:[ \t]*\|[ \t]*[^\s()|;&]+)*$/;
const MAX_PATTERN = 120;
/** The longest text that is read: completions are shorter, lines may not be. */
const MAX_LENGTH = 20_000;

/** True if a text is read as part of a comment that ends with its line. */
export const isInComment = ({ open }: Pick<Nesting, 'open'>): boolean =>
  open.includes(LINE_COMMENT);

/** Reads a text of a language from what is open before it. */
export function nestingOf(
  text: string,
  marks: Marks,
  before: Pick<Nesting, 'open' | 'firm'> = { open: [], firm: 0 },
): Nesting {
  return new Reader(text.slice(0, MAX_LENGTH), marks, before).read();
}

/** One left-to-right pass over a text. */
class Reader {
  readonly #text: string;
  readonly #marks: Marks;
  readonly #open: Open[];
  /** How many of the entries were open before the text and are so still; of these, the firm ones. */
  #inherited: number;
  #firm: number;
  /** Where among what is open a comment is that ends with its line; -1 where none is. */
  #comment: number;
  readonly #outer: OuterCloser[] = [];
  #unmatched = 0;
  #later = 0;
  #strays = 0;
  #isFirstLine = true;

  constructor(text: string, marks: Marks, { open, firm }: Pick<Nesting, 'open' | 'firm'>) {
    this.#text = text;
    this.#marks = marks;
    this.#open = [...open];
    this.#comment = open.indexOf(LINE_COMMENT);
    this.#inherited = open.length;
    this.#firm = firm;
  }

  read(): Nesting {
    for (let at = 0; at < this.#text.length; ) at = this.#step(at);
    const firm = Math.min(this.#firm, this.#inherited);
    return {
      open: this.#open,
      firm,
      outer: this.#outer,
      unmatched: this.#unmatched,
      later: this.#later,
      strays: this.#strays,
    };
  }

  /** Reads what stands at an offset; returns the one behind it. */
  #step(at: number): number {
    const top = this.#open.at(-1) ?? '';
    if (this.#text[at] === '\n') return this.#lineEnd(at, top);
    if (top === BLOCK_COMMENT) return this.#inComment(at);
    if (isQuote(top)) return this.#inString(at, top);
    return this.#inCode(at, this.#comment === -1 ? this.#marks : commentMarks);
  }

  #lineEnd(at: number, top: Open): number {
    this.#isFirstLine = false;
    if (this.#comment !== -1) this.#dropTo(this.#comment);
    else if (isQuote(top) && top.length === 1 && !this.#marks.longQuotes.includes(top)) {
      this.#dropTo(this.#open.length - 1);
    }
    return at + 1;
  }

  #inComment(at: number): number {
    if (!this.#text.startsWith('*/', at)) return at + 1;
    this.#close(at, at + 2);
    return at + 2;
  }

  #inString(at: number, quote: Open): number {
    const text = this.#text;
    for (const opener of this.#marks.insertions[quote] ?? []) {
      if (!text.startsWith(opener, at)) continue;
      this.#open.push(opener);
      return at + opener.length;
    }
    if (text[at] === '\\') return at + 2;
    if (!text.startsWith(quote, at)) return at + 1;
    this.#close(at, at + quote.length);
    return at + quote.length;
  }

  #inCode(at: number, marks: Marks): number {
    const text = this.#text;
    const character = text.charAt(at);
    if (character in CLOSER_OF) {
      this.#open.push(character);
      return at + 1;
    }
    if (CLOSERS.includes(character)) return this.#closer(at, character);
    if (marks.hasBlockComments && text.startsWith('/*', at)) {
      this.#open.push(BLOCK_COMMENT);
      return at + 2;
    }
    const comment = marks.lineComments.find((each) => text.startsWith(each, at));
    if (comment !== undefined && this.#beginsComment(at, comment)) {
      this.#comment = this.#open.push(LINE_COMMENT) - 1;
      return at + comment.length;
    }
    if (marks.quotes.includes(character)) return this.#quote(at, character);
    if (character === '/' && marks.hasRegex) return this.#slash(at);
    if (character === '<' && marks.hasTags) return this.#tag(at);
    if (character === '/' && marks.hasTags && text[at + 1] === '>') return this.#selfClosing(at);
    return at + (character === '\\' ? 2 : 1);
  }

  /** A hash begins a comment only where a word may begin: `$#`, `a#b` are something else; so are colors, and the slashes of an address. */
  #beginsComment(at: number, comment: string): boolean {
    if (comment === '//' && this.#text[at - 1] === ':') return false;
    if (comment !== '#') return true;
    const isSpaced = at === 0 || /[\s;]/.test(this.#text.charAt(at - 1));
    return isSpaced && /^(?:$|[\s#!:])/.test(this.#text.slice(at + 1, at + 2));
  }

  #quote(at: number, character: string): number {
    const text = this.#text;
    const isInWord = WORD.test(text.charAt(at - 1)) && WORD.test(text.charAt(at + 1));
    const mayBeIn = this.#marks.hasTags || /\d/.test(text.charAt(at - 1));
    const isApostrophe = character === "'" && isInWord && mayBeIn;
    // A lifetime, or a character: only what is closed at once is a string.
    const isLone = character === "'" && this.#marks.longQuotes === '"' && !this.#isCharacter(at);
    if (isApostrophe || isLone) return at + 1;
    const triple = character.repeat(3);
    const quote = this.#marks.hasTripleQuotes && text.startsWith(triple, at) ? triple : character;
    this.#open.push(quote);
    return at + quote.length;
  }

  #isCharacter(at: number): boolean {
    const text = this.#text;
    return text[at + 1] === '\\' || text[at + 2] === "'" || text[at + 3] === "'";
  }

  /** Behind a regular expression of one line, or behind the slash that begins none. */
  #slash(at: number): number {
    const text = this.#text;
    if (!BEFORE_REGEX.test(text.slice(Math.max(0, at - REGEX_LOOKBACK), at))) return at + 1;
    let isInClass = false;
    for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
      const character = text.charAt(end);
      if (character === '\\') end++;
      else if (character === '[') isInClass = true;
      else if (character === ']') isInClass = false;
      else if (character === '/' && !isInClass) return end + 1;
    }
    return at + 1;
  }

  #tag(at: number): number {
    TAG.lastIndex = at;
    const tag = TAG.exec(this.#text)?.[0];
    if (tag === undefined) return at + 1;
    if (!tag.startsWith('</')) {
      if (!VOID.test(tag)) this.#open.push(tag);
      return at + tag.length;
    }
    const end = this.#text.indexOf('>', at);
    const behind = end === -1 ? at + tag.length : end + 1;
    const opener = `<${tag.slice(2)}`;
    const index = this.#open.lastIndexOf(opener);
    if (index === -1) this.#outside(at, behind);
    else this.#closeAt(index, at, behind);
    return behind;
  }

  #selfClosing(at: number): number {
    if (this.#open.at(-1)?.startsWith('<')) this.#dropTo(this.#open.length - 1);
    return at + 2;
  }

  #closer(at: number, closer: string): number {
    const enclosing = this.#open.findLastIndex(isOpaque);
    const index = this.#open.findLastIndex((each) => closes(closer, each));
    if (index > enclosing) this.#closeAt(index, at, at + 1);
    // Text for people has closers that close nothing.
    else if (this.#open[enclosing] === LINE_COMMENT) this.#strays++;
    else if (this.#isPattern(at, closer)) return at + 1;
    else this.#outside(at, at + 1);
    return at + 1;
  }

  /** True for what ends the pattern of a case: on a line of its own, or behind the word that begins the cases. */
  #isPattern(at: number, closer: string): boolean {
    if (!this.#marks.hasPatterns || closer !== ')') return false;
    const before = this.#text.slice(Math.max(0, at - MAX_PATTERN), at);
    return CASE_PATTERN.test(before);
  }

  #close(start: number, end: number): void {
    this.#closeAt(this.#open.length - 1, start, end);
  }

  /** Closes an entry, and drops what was left open inside it. */
  #closeAt(index: number, start: number, end: number): void {
    const isInnermost = index === this.#open.length - 1;
    const skipsFirm = !isInnermost && this.#firm > index + 1;
    if (skipsFirm) this.#unmatched++;
    if (index < this.#inherited) this.#outer.push({ start, end });
    this.#dropTo(index);
  }

  #outside(start: number, end: number): void {
    this.#outer.push({ start, end });
    this.#unmatched++;
    if (!this.#isFirstLine && this.#open.length === 0) this.#later++;
  }

  #dropTo(length: number): void {
    this.#open.length = length;
    if (this.#comment >= length) this.#comment = -1;
    this.#inherited = Math.min(this.#inherited, length);
    this.#firm = Math.min(this.#firm, length);
  }
}

const isQuote = (open: Open): boolean => open !== '' && '"\'`'.includes(open.charAt(0));

/** True for a quote or line comment: closers in it cannot close brackets that were opened before it. */
const isOpaque = (open: Open): boolean => isQuote(open) || open === LINE_COMMENT;

const closes = (closer: string, open: Open): boolean =>
  CLOSER_OF[open.charAt(open.length - 1)] === closer || (open === '{$' && closer === '}');
