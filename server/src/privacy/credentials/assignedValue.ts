import type { Runs } from './characters.ts';

/** Where a value stands, without its quotes. */
export interface Value {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  /** True for the argument of a call, `Buffer.from("…")`: it may be the name by which a credential is looked up. */
  readonly isWrapped: boolean;
}

/** Most white space before a value, and longest value in quotes, in UTF-16 units. */
const MAX_SPACES = 200;
const MAX_VALUE = 8_192;
/** An anchor or a tag of YAML before a string, and what stands before the text of an element of XML. */
const MARKED = /(?:&[\w-]{1,64}|!!?[a-z]{0,32}) (?=["'])/y;
const CDATA = '<![CDATA[';
const QUOTES = '"\'`';
/** Letters before a quote that say what kind of string it is, and marks of types that hold it. */
const STRING_KINDS = 'bBrRfFuU@$LN';

/** The value that stands behind an operator; `undefined` where it is neither a string nor a bare word. */
export function valueAfter(text: string, from: number, runs: Runs): Value | undefined {
  MARKED.lastIndex = skipSpaces(text, from);
  const marked = text.charAt(from - 1) === ':' && MARKED.test(text) ? MARKED.lastIndex : 0;
  const at = marked || skipSpaces(text, from);
  if (text.startsWith(CDATA, at)) {
    return {
      start: at + CDATA.length,
      end: runs.next(']]>', at),
      isQuoted: true,
      isWrapped: false,
    };
  }
  const quoted = quotedAt(text, at, runs);
  if (quoted !== undefined) return quoted;
  if (text.charAt(at) === '|' || text.charAt(at) === '>') return blockAt(text, at, runs);
  const start = skipInLine(text, from);
  const below = isAtLineEnd(text, start) ? belowAt(text, from, start, runs) : undefined;
  if (below !== undefined) return below;
  LAMBDA.lastIndex = start;
  if (LAMBDA.test(text)) return quotedAt(text, LAMBDA.lastIndex, runs);
  const end = runs.endBefore(BARE_END, start + (text.startsWith('new ', start) ? 4 : 0));
  const next = text.charAt(end);
  if (next === '(' || next === '[' || (end > start && next === '{')) return inner(text, end, runs);
  MEMBER.lastIndex = skipSpaces(text, end + 1);
  if (next === '{' && MEMBER.test(text)) return quotedAt(text, MEMBER.lastIndex, runs);
  return (
    fallback(text, end, runs) ??
    (end > start ? { start, end, isQuoted: false, isWrapped: false } : undefined)
  );
}

/** The string that begins at a place. */
function quotedAt(text: string, from: number, runs: Runs): Value | undefined {
  let at = from;
  while (at < from + 2 && STRING_KINDS.includes(text.charAt(at)) && text.charAt(at) !== '') at++;
  const isEscaped = text.charAt(at) === '\\';
  if (isEscaped) at++;
  const quote = text.charAt(at);
  if (quote === '' || !QUOTES.includes(quote)) return undefined;
  if (text.startsWith(quote.repeat(3), at)) at += 2;
  const start = at + 1;
  const line = runs.next('\n', start);
  const end = closing(text, start, quote, runs);
  if (end > line && text.charAt(line - 1) === '\\')
    return { start, end: line - 1, isQuoted: true, isWrapped: false };
  if (end > line || end - start > MAX_VALUE) return undefined;
  const last = isEscaped && text.charAt(end - 1) === '\\' ? end - 1 : end;
  return { start, end: last, isQuoted: true, isWrapped: false };
}

/** The place of the quote that closes a string; the text's end where the text ends inside of it. */
function closing(text: string, start: number, quote: string, runs: Runs): number {
  const end = runs.next(quote, start);
  // A quote behind a backslash belongs to the string; one is enough, for more nobody writes in a credential.
  return text.charAt(end - 1) === '\\' && text.charAt(start - 2) !== '\\' && end > start
    ? runs.next(quote, end + 1)
    : end;
}

/** The first line of a block of YAML: `password: |` and below it the value. */
function blockAt(text: string, at: number, runs: Runs): Value | undefined {
  const line = runs.next('\n', at);
  if (line - at > 3 || line === text.length) return undefined;
  const start = skipInLine(text, line + 1);
  const end = runs.endBefore(BARE_END, start);
  const isAlone = end === text.length || '\r\n'.includes(text.charAt(end));
  return isAlone && end > start ? { start, end, isQuoted: true, isWrapped: false } : undefined;
}

const isAtLineEnd = (text: string, at: number): boolean =>
  text.charAt(at) === '\n' || text.startsWith('\r\n', at);

/** A value alone on the line below `name:` and `<name>`. Only a random one is told from code there. */
function belowAt(text: string, from: number, at: number, runs: Runs): Value | undefined {
  const mark = text.charAt(from - 1);
  if (mark !== ':' && mark !== '>') return undefined;
  const start = skipInLine(text, runs.next('\n', at) + 1);
  const end = runs.endBefore(BARE_END, start);
  const isAlone = end === text.length || isAtLineEnd(text, end);
  return isAlone && end > start ? { start, end, isQuoted: true, isWrapped: true } : undefined;
}

/** The string that a call or a list begins with. What is made of it, and a list, hold the string itself. */
function inner(text: string, bracket: number, runs: Runs): Value | undefined {
  const isCall = text.charAt(bracket) === '(';
  const isHeld = !isCall || NEW.test(text.slice(Math.max(0, bracket - 64), bracket));
  let at = bracket;
  while (at < bracket + 4 && '([{'.includes(text.charAt(at)) && text.charAt(at) !== '') at++;
  // The bytes of a string in Go: `[]byte("…")`.
  if (text.startsWith(']byte(', at)) at += 6;
  const quoted = quotedAt(text, skipSpaces(text, at), runs);
  return (
    (quoted && isCall ? lookedUp(text, quoted, runs) : undefined) ??
    (quoted && { ...quoted, isWrapped: !isHeld })
  );
}

/** The string in place of a variable that is not set: `getenv("PASSWORD", "…")`, `getenv('PASSWORD') ?: '…'`. */
function lookedUp(text: string, name: Value, runs: Runs): Value | undefined {
  if (!VARIABLE.test(text.slice(name.start, Math.min(name.end, name.start + 65)))) return undefined;
  const at = skipInLine(text, name.end + 1);
  if (text.charAt(at) === ',') return quotedAt(text, skipSpaces(text, at + 1), runs);
  return text.charAt(at) === ')' ? fallback(text, at + 1, runs) : undefined;
}

/** The name of a variable of the environment. */
const VARIABLE = /^[A-Z][A-Z\d_]{0,63}$/;
/** An object that is made of what stands in the bracket behind. */
const NEW = /\bnew [\w.<>]{1,48}$/;
/** The first member of an object, before a string. */
const MEMBER = /(?:value|default|plain|text) ?[:=] ?(?=["'`])/y;
/** The beginning of a function that gives a string. */
const LAMBDA = /\(\w{0,32}\) ?(?:=>|->) ?(?=["'`])/y;

/** The string that takes a variable's place where that is empty, or in the other case of a condition. */
function fallback(text: string, from: number, runs: Runs): Value | undefined {
  const at = skipInLine(text, from);
  const mark = ['||', '??', 'or ', '?:', ':-'].find((each) => text.startsWith(each, at));
  if (mark !== undefined) return quotedAt(text, skipInLine(text, at + mark.length), runs);
  OTHERWISE.lastIndex = at;
  return OTHERWISE.test(text) ? quotedAt(text, OTHERWISE.lastIndex, runs) : undefined;
}

/** The other case of a condition: `isLocal ? env.PASSWORD : "…"`, `env.PASSWORD if isLocal else "…"`. */
const OTHERWISE = /(?:\? ?[\w.$]{1,80} ?: ?|if [\w. ]{1,60} else )(?=["'`])/y;

const BARE_ENDS = ' \t\r\n"\'`,;&<>(){}[]|\\';
const BARE_END = Uint8Array.from({ length: 128 }, (_, code) =>
  BARE_ENDS.includes(String.fromCharCode(code)) ? 1 : 0,
);

function skipInLine(text: string, from: number): number {
  let at = from;
  while (at - from < MAX_SPACES && (text.charAt(at) === ' ' || text.charAt(at) === '\t')) at++;
  return at;
}

/** Over white space, and one line end before a string that stands on a line of its own. */
function skipSpaces(text: string, from: number): number {
  const at = skipInLine(text, from);
  const line = text.startsWith('\r\n', at) ? at + 2 : text.charAt(at) === '\n' ? at + 1 : at;
  if (line === at) return at;
  const next = skipInLine(text, line);
  return QUOTES.includes(text.charAt(next)) && text.charAt(next) !== '' ? next : at;
}
