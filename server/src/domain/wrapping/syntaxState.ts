import type { Syntax } from './languages.ts';

/** The string or comment that a place in a text is in, or `code`. */
export interface SyntaxState {
  readonly inside: 'code' | 'lineComment' | 'blockComment' | 'string' | 'longString';
  /** The mark that ends it; '' if the line's end does, or nothing. */
  readonly close: string;
  /** The mark that began it. */
  readonly open: string;
  /** True for a string in which a backslash is a backslash. */
  readonly isRaw?: boolean;
}

export const IN_CODE: SyntaxState = { inside: 'code', close: '', open: '' };

/** The most characters in which the end of a regular expression is looked for. */
const MAX_PATTERN_LENGTH = 80;
/** A regular expression may stand behind these, a division may not. */
const BEFORE_PATTERN = '(,=:[!&|?{};\n';

/**
 * The state behind a text that begins in a state: a scan for comments and strings alone. It errs where a language does
 * otherwise than others, and finds its way again at the next line.
 */
export function stateBehind(text: string, begin: SyntaxState, syntax: Syntax): SyntaxState {
  let state = begin;
  for (let at = 0; at < text.length; ) {
    const character = text.charAt(at);
    if (state.inside === 'code' && isPlain(text.charCodeAt(at))) {
      at++;
    } else if (state.inside === 'code') {
      const opened = openedAt(text, at, syntax);
      state = opened?.state ?? state;
      at += opened?.length ?? patternLength(text, at, syntax);
    } else if (character === '\n' && state.close === '') {
      state = IN_CODE;
      at++;
    } else if (character === '\n' && state.inside === 'string') {
      state = IN_CODE;
      at++;
    } else if (character === '\\' && hasEscapes(state, syntax)) {
      at += 2;
    } else if (state.close !== '' && text.startsWith(state.close, at)) {
      at += state.close.length;
      state = IN_CODE;
    } else {
      at++;
    }
  }
  return state;
}

const hasEscapes = ({ inside, close, isRaw }: SyntaxState, { rawQuote }: Syntax): boolean =>
  (inside === 'string' || inside === 'longString') && isRaw !== true && close !== rawQuote;

/** Letters, digits and white space: nothing begins with them. */
const isPlain = (code: number): boolean =>
  code <= 32 || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

function openedAt(
  text: string,
  at: number,
  { comments, blocks, quotes, longQuotes, raw }: Syntax,
): { state: SyntaxState; length: number } | undefined {
  const rawString = raw !== undefined && text.charAt(at) === '"' ? rawAt(text, at, raw) : undefined;
  if (rawString !== undefined) return rawString;
  const block = blocks.find(([open]) => text.startsWith(open, at));
  if (block !== undefined) {
    const [open, close] = block;
    return { state: { inside: 'blockComment', close, open }, length: open.length };
  }
  const comment = comments.find((mark) => text.startsWith(mark, at));
  if (comment !== undefined && isComment(text, at, comment)) {
    return { state: { inside: 'lineComment', close: '', open: comment }, length: comment.length };
  }
  const long = longQuotes.find((quote) => text.startsWith(quote, at));
  if (long !== undefined) {
    return { state: { inside: 'longString', close: long, open: long }, length: long.length };
  }
  const character = text.charAt(at);
  if (!quotes.includes(character)) return undefined;
  // An apostrophe behind a word is a prime, a lifetime or part of prose.
  if (character === "'" && isWord(text.charAt(at - 1)) && !/[bBfFrRuUL]/.test(text.charAt(at - 1)))
    return undefined;
  return { state: { inside: 'string', close: character, open: character }, length: 1 };
}

/** Characters that are looked at for what a raw string begins with. */
const MAX_MARK = 20;

/** The raw string that a quote begins, by what stands before it: `r#"…"#`, `R"x(…)x"`, `@"…"`. */
function rawAt(
  text: string,
  at: number,
  kind: NonNullable<Syntax['raw']>,
): { state: SyntaxState; length: number } | undefined {
  const before = text.slice(Math.max(0, at - MAX_MARK), at);
  const begun = (open: string, close: string, length: number) => ({
    state: { inside: 'longString', open, close, isRaw: true } as const,
    length,
  });
  if (kind === 'hashes') {
    const hashes = /(?:^|[^\p{L}\p{N}_])[bc]?r(#{0,8})$/u.exec(before)?.[1];
    return hashes === undefined ? undefined : begun(`${hashes}"`, `"${hashes}`, 1);
  }
  if (kind === 'verbatim') return /@\$?$/.test(before) ? begun('"', '"', 1) : undefined;
  if (!/(?:^|[^\p{L}\p{N}_])(?:u8?|[UL])?R$/u.test(before)) return undefined;
  const name = /^"([^ ()\\\s]{0,16})\(/.exec(text.slice(at, at + MAX_MARK))?.[1];
  return name === undefined ? undefined : begun('(', `)${name}"`, name.length + 2);
}

/** A `#` inside a word, `$#` and `${#a}` begin no comment, nor do the slashes of an address. */
const isComment = (text: string, at: number, mark: string): boolean =>
  (mark === '#' && !/[\w$&{'"\\]/.test(text.charAt(at - 1))) ||
  (mark === '//' && text.charAt(at - 1) !== ':') ||
  (mark !== '#' && mark !== '//');

const isWord = (character: string): boolean => /[\p{L}\p{N}_]/u.test(character);

/** Characters of the regular expression at a place, quotes in it and all; 1 where none begins. */
function patternLength(text: string, at: number, { longQuotes }: Syntax): number {
  if (text.charAt(at) !== '/' || !longQuotes.includes('`')) return 1;
  let before = at - 1;
  while (before >= 0 && text.charAt(before) === ' ') before--;
  if (before >= 0 && !BEFORE_PATTERN.includes(text.charAt(before))) return 1;
  let isInClass = false;
  const last = Math.min(text.length, at + MAX_PATTERN_LENGTH);
  for (let end = at + 1; end < last; end++) {
    const character = text.charAt(end);
    if (character === '\n') return 1;
    if (character === '\\') end++;
    else if (character === '[') isInClass = true;
    else if (character === ']') isInClass = false;
    else if (character === '/' && !isInClass) return end + 1 - at;
  }
  return 1;
}
