/** A regular expression in a source text, as it stands there. */
export interface Literal {
  /** Counted from 1. */
  readonly line: number;
  readonly source: string;
  readonly flags: string;
  /** The text right before it. */
  readonly before: string;
}

export interface Scan {
  readonly literals: readonly Literal[];
  /** Lines on which one is made by `RegExp(`, counted from 1. */
  readonly made: readonly number[];
}

/** Behind these a `/` begins an expression; behind any other word it divides. */
const BEFORE_EXPRESSION = new Set(
  'return typeof case in of delete void throw new do else instanceof yield await'.split(' '),
);
/** Stands for the end of any value. */
const VALUE = 'value';
const MAX_BEFORE = 80;
const isWord = (character: string): boolean => /[\p{L}\p{N}_$]/u.test(character);

/** Finds the regular expressions of a TypeScript text. Throws for a literal that has no end on its line. */
export function scanSource(text: string): Scan {
  const scanner = new Scanner(text);
  while (!scanner.isOver) scanner.step();
  return scanner;
}

class Scanner implements Scan {
  readonly literals: Literal[] = [];
  readonly made: number[] = [];
  readonly #text: string;
  /** For each `${` that is open, the braces that are open in it. */
  readonly #templates: number[] = [];
  #at = 0;
  #line = 1;
  /** The last word or sign: what tells a division from an expression. */
  #last = '';

  constructor(text: string) {
    this.#text = text;
  }

  get isOver(): boolean {
    return this.#at >= this.#text.length;
  }

  step(): void {
    const character = this.#text.charAt(this.#at);
    if (this.#stands('//')) this.#skipTo(this.#find('\n'));
    else if (this.#stands('/*')) this.#skipTo(this.#find('*/', 2) + 2);
    else if (/\s/.test(character)) this.#skipTo(this.#at + 1);
    else if (character === "'" || character === '"') this.#readString(character);
    else if (character === '`') this.#readTemplate();
    else if (character === '}' && this.#templates.at(-1) === 0) {
      this.#templates.pop();
      this.#readTemplate();
    } else if (character === '/' && beginsExpression(this.#last)) this.#readExpression();
    else if (isWord(character)) this.#readWord();
    else this.#readSign(character);
  }

  #stands(sign: string): boolean {
    return this.#text.startsWith(sign, this.#at);
  }

  #find(sign: string, behind = 0): number {
    const found = this.#text.indexOf(sign, this.#at + behind);
    return found === -1 ? this.#text.length : found;
  }

  #skipTo(end: number): void {
    for (; this.#at < end; this.#at++) if (this.#text.charAt(this.#at) === '\n') this.#line++;
  }

  #readString(quote: string): void {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== quote)
      end += this.#text[end] === '\\' ? 2 : 1;
    this.#skipTo(end + 1);
    this.#last = VALUE;
  }

  /** From its first quote, or from where code in it has ended, to its last quote or to where code in it begins. */
  #readTemplate(): void {
    let end = this.#at + 1;
    for (; end < this.#text.length && this.#text[end] !== '`'; end++) {
      if (this.#text.startsWith('${', end)) {
        this.#templates.push(0);
        this.#skipTo(end + 2);
        this.#last = '(';
        return;
      }
      if (this.#text[end] === '\\') end++;
    }
    this.#skipTo(end + 1);
    this.#last = VALUE;
  }

  #readExpression(): void {
    const literal = readLiteral(this.#text, this.#at);
    const before = this.#text.slice(Math.max(0, this.#at - MAX_BEFORE), this.#at);
    this.literals.push({ line: this.#line, before, ...literal });
    this.#skipTo(this.#at + literal.source.length + literal.flags.length + 2);
    this.#last = VALUE;
  }

  #readWord(): void {
    let end = this.#at;
    while (isWord(this.#text.charAt(end))) end++;
    this.#last = this.#text.slice(this.#at, end);
    if (this.#last === 'RegExp' && this.#text[end] === '(') this.made.push(this.#line);
    this.#skipTo(end);
  }

  #readSign(sign: string): void {
    const open = this.#templates.at(-1);
    const step = sign === '{' ? 1 : sign === '}' ? -1 : 0;
    if (open !== undefined) this.#templates[this.#templates.length - 1] = open + step;
    this.#last = sign;
    this.#skipTo(this.#at + 1);
  }
}

const beginsExpression = (last: string): boolean =>
  isWord(last.slice(0, 1)) ? BEFORE_EXPRESSION.has(last) : last !== ')' && last !== ']';

function readLiteral(text: string, from: number): Pick<Literal, 'source' | 'flags'> {
  let isClass = false;
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '[') isClass = true;
    else if (character === ']') isClass = false;
    else if (character === '/' && !isClass) {
      const flags = /^[a-z]*/.exec(text.slice(at + 1, at + 12))?.[0] ?? '';
      return { source: text.slice(from + 1, at), flags };
    }
  }
  throw new Error(`No end: ${text.slice(from, from + 60)}`);
}
