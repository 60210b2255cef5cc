import { inlineMarkdown } from './answerInline.ts';
import { Lines } from './answerLines.ts';
import { tableAt } from './answerTable.ts';
import type { MarkdownText } from './markdownText.ts';

/** Longest answer that is shown, in UTF-16 units: the rest is left out. */
const MAX_ANSWER = 200_000;
/** Deeper ones are no deeper than that. */
const MAX_INDENT = 20;
const MAX_QUOTES = 5;

const LINE_END = /\r\n?|[\v\f\u0085\u2028\u2029]/g;
/** Characters that nobody sees, or that turn the direction of writing; tabs and line ends are none. */
const UNSEEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;

const FENCE = /^(?:`{3,}|~{3,})/;
const HEADING = /^#{1,6}(?= |$)/;
const ITEM = /^(?:[-*+]|\d{1,9}[.)])(?= |$)/;
const RULE = /^([-*_])(?: *\1){2,} *$/;

/** Languages that editors color. Of others, such as diagrams and formulas, they may make more than code. */
const LANGUAGES = new Set(
  'bash bat c clojure cmake coffeescript cpp cs csharp css cuda dart diff dockerfile elixir elm erlang fish fsharp go graphql groovy haskell hcl html ini java javascript javascriptreact js json json5 jsonc jsx julia kotlin less lisp lua makefile matlab nim objc ocaml pascal perl php plaintext powershell proto ps1 python py r razor rb rs ruby rust sass scala scheme scss sh shell shellscript sql svelte swift text toml ts tsx txt typescript typescriptreact vb vue xml yaml yml zig zsh'.split(
    ' ',
  ),
);

/**
 * Turns the Markdown of a model into Markdown that does no harm in an editor's preview, whatever it is: headings, lists, quotes, emphasis, code
 * and tables stay; links, images, HTML, formulas and all else become text or code. Every block of code is closed, so that a
 * text that is still growing can be shown, too. Takes time in proportion to the text, of which it shows 200,000 UTF-16 units.
 */
export function answerMarkdown(answer: string): MarkdownText {
  const text = answer.slice(0, MAX_ANSWER).replace(LINE_END, '\n').replace(UNSEEN, '');
  const whole = answer.length > MAX_ANSWER ? `${text}\n\n…` : text;
  const written = new Writer(whole).written();
  // Front matter begins in the first line, or not at all.
  return (written.startsWith('-') ? `\n${written}` : written) as MarkdownText;
}

/** Writes line after line anew. Nothing that it writes depends on how a reader sees the blocks around it. */
class Writer {
  readonly #lines: Lines;
  readonly #out: string[] = [];
  #isInList = false;
  #wasQuote = false;

  constructor(text: string) {
    this.#lines = new Lines(text);
  }

  written(): string {
    for (let line = this.#lines.next(); line !== undefined; line = this.#lines.next()) {
      this.#write(line);
    }
    return this.#out.join('\n');
  }

  #write(line: string): void {
    const { indent, rest } = indented(line);
    if (rest === '') {
      this.#gap();
      return;
    }
    const quotes = quotesOf(rest);
    if (quotes.depth === 0) {
      if (this.#wasQuote) this.#gap();
      if (indent >= 4 && !this.#isInList && this.#isAfterGap()) this.#indentedCode(line);
      else this.#block(rest, indent, '', 0);
    } else {
      const inner = indented(quotes.rest);
      const mark = '> '.repeat(Math.min(quotes.depth, MAX_QUOTES));
      if (inner.rest !== '') this.#block(inner.rest, inner.indent, mark, quotes.depth);
      else this.#out.push(mark.trimEnd());
    }
    this.#wasQuote = quotes.depth > 0;
  }

  /** A block, or a line of one, behind the marks of the quotes that it is in. */
  #block(rest: string, indent: number, mark: string, depth: number): void {
    const fence = fenceIn(rest);
    if (fence !== undefined) {
      this.#fencedCode(fence, indent, depth);
      return;
    }
    if (RULE.test(rest)) {
      this.#apart(['***']);
      return;
    }
    const table = depth === 0 ? tableAt(rest, this.#lines) : undefined;
    if (table !== undefined) {
      this.#apart(table);
      return;
    }
    const [heading] = HEADING.exec(rest) ?? [];
    const [item] = ITEM.exec(rest) ?? [];
    if (item !== undefined) this.#isInList = true;
    else if (indent === 0 && this.#isAfterGap()) this.#isInList = false;
    const blanks = this.#isInList ? ' '.repeat(Math.min(indent, MAX_INDENT)) : '';
    const content = rest.slice((heading ?? item ?? '').length).trim();
    if (heading !== undefined) {
      this.#out.push(`${mark}${blanks}${heading} ${inlineMarkdown(content)}`);
    } else if (item !== undefined) {
      this.#item(item, content, { blanks, indent, mark, depth });
    } else this.#out.push(`${mark}${blanks}${textLine(rest)}`);
  }

  /** An empty one is left out: behind a line of text it would make a heading of that. */
  #item(
    sign: string,
    content: string,
    {
      blanks,
      indent,
      mark,
      depth,
    }: { blanks: string; indent: number; mark: string; depth: number },
  ): void {
    const fence = fenceIn(content);
    if (fence !== undefined) this.#fencedCode(fence, indent + sign.length + 1, depth);
    else if (content !== '') this.#out.push(`${mark}${blanks}${sign} ${textLine(content)}`);
  }

  /** Code between fences of our own, at the beginning of a line: every reader sees where it begins and ends. */
  #fencedCode({ sign, info }: Fence, indent: number, depth: number): void {
    const code: string[] = [];
    for (let line = this.#lines.peek(); line !== undefined; line = this.#lines.peek()) {
      const inner = withoutQuotes(line, depth);
      // The quote has ended, and with it the code.
      if (inner === undefined) break;
      this.#lines.next();
      const { indent: own, rest } = indented(inner);
      if (own <= indent + 3 && isEndOf(sign, rest)) break;
      code.push(withoutIndent(inner, indent));
    }
    this.#code(code, info);
  }

  #indentedCode(first: string): void {
    const code = [first];
    for (let line = this.#lines.peek(); line !== undefined; line = this.#lines.peek()) {
      const { indent, rest } = indented(line);
      if (rest !== '' && indent < 4) break;
      code.push(line);
      this.#lines.next();
    }
    while (code.at(-1)?.trim() === '') code.pop();
    this.#code(
      code.map((line) => withoutIndent(line, 4)),
      '',
    );
  }

  #code(code: readonly string[], info: string): void {
    const runs = code.flatMap((line) => line.match(/`{3,}/g) ?? []);
    const longest = runs.reduce((most, { length }) => Math.max(most, length), 2);
    const fence = '`'.repeat(longest + 1);
    const language = /[^\s,:{]*/.exec(info.trim())?.[0].toLowerCase() ?? '';
    this.#apart([`${fence}${LANGUAGES.has(language) ? language : ''}`, ...code, fence]);
  }

  #apart(lines: readonly string[]): void {
    this.#gap();
    for (const line of lines) this.#out.push(line);
    this.#out.push('');
  }

  #gap(): void {
    if (!this.#isAfterGap()) this.#out.push('');
  }

  #isAfterGap(): boolean {
    return (this.#out.at(-1) ?? '') === '';
  }
}

interface Fence {
  readonly sign: string;
  readonly info: string;
}

/** The beginning of a block of code; code within a line may begin with as many backticks. */
function fenceIn(rest: string): Fence | undefined {
  const [sign] = FENCE.exec(rest) ?? [];
  if (sign === undefined) return undefined;
  const info = rest.slice(sign.length);
  return sign.startsWith('`') && info.includes('`') ? undefined : { sign, info };
}

/** A line of text whose beginning makes nothing else of it. */
const textLine = (text: string): string =>
  inlineMarkdown(text).replace(/^(?:[-+=#:]|\*(?= |$)|~(?=~~))|(?<=^\d{1,9})[.)]/, '\\$&');

/** The width of the white space in front of a line, in which a tab counts four, and the rest of the line. */
function indented(line: string): { readonly indent: number; readonly rest: string } {
  const rest = line.trimStart();
  const blanks = line.slice(0, line.length - rest.length);
  return { indent: blanks.replaceAll('\t', '    ').length, rest: rest.trimEnd() };
}

/** A line without so much white space in front of it, or without all of it. */
function withoutIndent(line: string, width: number): string {
  let left = width;
  let at = 0;
  while (left > 0 && (line[at] === ' ' || line[at] === '\t')) {
    left -= line[at] === '\t' ? 4 : 1;
    at++;
  }
  return line.slice(at);
}

function quotesOf(rest: string): { readonly depth: number; readonly rest: string } {
  let depth = 0;
  let at = 0;
  while (rest[at] === '>') {
    depth++;
    at++;
    if (rest[at] === ' ' && rest[at + 1] === '>') at++;
  }
  return { depth, rest: rest.slice(rest[at] === ' ' && depth > 0 ? at + 1 : at) };
}

/** A line inside so many quotes, without their marks; `undefined` for one that is not in them. */
function withoutQuotes(line: string, depth: number): string | undefined {
  let inner = line;
  for (let level = 0; level < depth; level++) {
    const rest = inner.trimStart();
    if (!rest.startsWith('>')) return undefined;
    inner = rest.slice(rest[1] === ' ' ? 2 : 1);
  }
  return inner;
}

const isEndOf = (fence: string, rest: string): boolean =>
  rest.length >= fence.length && rest === fence.charAt(0).repeat(rest.length);
