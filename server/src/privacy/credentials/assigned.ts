import { type Value, valueAfter } from './assignedValue.ts';
import { isIn, type Runs, WORD } from './characters.ts';
import { nameStart, type Promised, promiseOf } from './names.ts';
import { isJumbled, isPassword, isRandom, isStandIn } from './values.ts';

/** A value under a name that promises a credential. `isSure`: it is random, or of a length that nobody chooses by hand. */
export interface Assigned {
  readonly start: number;
  readonly end: number;
  readonly isSure: boolean;
}

/** Private members of a JSON Web Key (RFC 7518, §6), and the least length of their values. */
const JWK_MEMBERS: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'k']);
const LEAST_MEMBER = 40;
/** Least length of a value under a name that promises a key. */
const LEAST_KEY = 12;
const LEAST_SIGNATURE = 32;
const MAX_OPERATOR = 4;
/** Most spaces between a name, its operator and its value. */
const MAX_SPACES = 64;

/** The marks behind which a value may stand: of assignments, members, elements, calls, lists. */
export const isOperator = (code: number): boolean =>
  code === 0x3d || code === 0x3a || code === 0x3e || code === 0x28 || code === 0x2c;

/** The credential that is the value of an assignment whose operator stands at a place, in whatever language. */
export function assignedAt(text: string, at: number, runs: Runs): Assigned | undefined {
  const operator = text.charAt(at);
  if (!isLikely(text, at, operator)) return undefined;
  const promised = promisedBefore(text, at);
  if (promised === undefined) return undefined;
  const value = valueAfter(text, afterOperator(text, at), runs);
  if (value === undefined) return undefined;
  if (promised === 'phrase') return phraseAt(text, value.start);
  // An argument or the next element of a list: only what is random is surely meant by the name before it.
  const isPassed = operator === '(' || operator === ',';
  const isLoose = value.isWrapped || (isPassed && !isSetter(text, at) && !isTuple(text, at));
  if ((isPassed || isLoose) && !value.isQuoted) return undefined;
  if (!value.isQuoted) {
    // One that goes on to the end of one that was judged is part of it.
    if (value.end === runs.judgedEnd) return undefined;
    runs.judgedEnd = value.end;
    if (!isBareValue(text, at, value)) return undefined;
  }
  const isShort = value.end - value.start < LEAST_MEMBER;
  return isShort && isMember(text, at) ? undefined : judged(text, value, promised, isLoose);
}

/** As many words as BIP 39 draws, each of three to eight letters. */
const PHRASE = /(?:[a-z]{3,8} ){11,23}[a-z]{3,8}(?![\w ])/y;

function phraseAt(text: string, start: number): Assigned | undefined {
  PHRASE.lastIndex = start;
  return PHRASE.test(text) ? { start, end: PHRASE.lastIndex, isSure: true } : undefined;
}

/** A call that sets what it names, or what its first argument names, to the string behind. */
const SETTER = /(?:^|[^A-Za-z])(?:set|with|use|add)_?[A-Z_a-z]\w{0,60}$/;
const SETTER_OF =
  /(?:^|[^A-Za-z])(?:define|put|putenv|setx?|set_?[A-Za-z_]{1,24}|add_?[A-Za-z_]{0,24}|property|with_?[A-Za-z_]{1,24})\(\s{0,80}["'`][\w.-]{1,96}["'`]$/;

const isSetter = (text: string, at: number): boolean =>
  text.charAt(at) === '('
    ? SETTER.test(text.slice(Math.max(0, at - 64), at))
    : SETTER_OF.test(text.slice(Math.max(0, at - 240), at));

/** False at once for most calls, lists and comparisons: behind these only strings are looked at. */
function isLikely(text: string, at: number, operator: string): boolean {
  if (operator === '(') return isQuoteAt(text, at + 1) || isQuoteAt(text, at + 2);
  if (operator === ',')
    return (
      (isQuoteAt(text, at - 1) || isIn(WORD, text.charCodeAt(at - 1))) &&
      (isQuoteAt(text, at + 1) || isQuoteAt(text, at + 2))
    );
  if (operator === '>') return isNamedAt(text, at - 1);
  return true;
}

const isQuoteAt = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code === 0x22 || code === 0x27 || code === 0x60 || code === 0x5c;
};
const isNamedAt = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return isIn(WORD, code) || code === 0x22 || code === 0x27;
};

/** A scheme of HTTP authentication: the credential stands behind it. */
const SCHEME = /^\w{3,9} \S/;

/** Judges a value by what its name promises. */
export function judged(
  text: string,
  { start, end }: Pick<Value, 'start' | 'end'>,
  promised: Promised,
  isLoose: boolean,
): Assigned | undefined {
  const value = text.slice(start, Math.min(end, start + 200));
  const scheme = BEHIND_SCHEME.exec(value)?.[0].length;
  if (scheme !== undefined)
    return judged(text, { start: start + scheme, end }, 'password', isLoose);
  if (value.length < 4 || SCHEME.test(value) || isStandIn(value)) return undefined;
  const isSure =
    value.length >= (promised === 'signature' ? LEAST_SIGNATURE : LEAST_KEY) &&
    (isRandom(value) || (!isLoose && isJumbled(value)));
  if (isSure) return { start, end, isSure };
  if (isLoose || promised !== 'password') return undefined;
  return isPassword(text.slice(start, end)) ? { start, end, isSure: false } : undefined;
}

/** The scheme of HTTP authentication before a credential of at least eight characters. */
const BEHIND_SCHEME = /^(?:bearer|token) (?=\S{8,200}$)/i;

/** True if the name before a colon is a member of a JSON Web Key. */
const isMember = (text: string, at: number): boolean =>
  /"(?:d[pq]?|qi?|p|k)" ?$/.test(text.slice(Math.max(0, at - 6), at));

/** True if the name before an operator promises a credential, whatever its value is, and is not compared with it. */
export function isPromisedBefore(text: string, at: number): boolean {
  const promised = promisedBefore(text, at);
  const isCompared = /[=!]=$/.test(text.slice(Math.max(0, at - 2), at + 1));
  return (promised === 'password' || promised === 'key') && !isCompared;
}

/** Reads the name before an operator. */
function promisedBefore(text: string, at: number, isType = false): Promised | undefined {
  const operator = text.charCodeAt(at);
  let end = at;
  while (end > at - MAX_OPERATOR && isPartOfOperator(text.charCodeAt(end - 1))) end--;
  end = backOverSpaces(text, end);
  // `"name": …`, `['name'] = …`, `\"name\": …`, `name?: …`
  const closing = end;
  while (end > 0 && isClosing(text.charCodeAt(end - 1)) && closing - end < 6) end--;
  if (operator === 0x2c && end === closing && !isTuple(text, end)) return undefined;
  if (operator === 0x3e && end !== closing) return undefined;
  const start = nameStart(text, end);
  if (start === end) return undefined;
  if (operator === 0x3e && text.charAt(start - 1) !== '<' && text.charAt(at - 1) !== '=')
    return undefined;
  const name = text.slice(start, end);
  if (JWK_MEMBERS.has(name)) return end === closing ? undefined : 'otherKey';
  const promised = promiseOf(text, start, end);
  if (promised !== undefined) return promised;
  if (/^(?:value|content)$/i.test(name)) return promisedBeside(text, start);
  if (name === 'default' || name === '<string' || name === 'string' || /^\d$/.test(name)) {
    const above = promisedAbove(text, start);
    if (above !== undefined) return above;
  }
  if (isType || !/^(?:string|str|text|char|bytes)$/i.test(name)) return undefined;
  return promisedBefore(text, typedAt(text, start), true);
}

/** The colon of `name: string = …`; 0 where there is none. */
function typedAt(text: string, typeStart: number): number {
  let at = typeStart;
  while (at > 0 && ' &?'.includes(text.charAt(at - 1)) && typeStart - at < 8) at--;
  return text.charAt(at - 1) === ':' ? at - 1 : 0;
}

/** A character between the name and the value. */
const BETWEEN = /["'\s-]/;
const BESIDE =
  /(?:^|[\s"'{<,-])(?:key|name|field|setting|id)["']?\s{0,4}[:=]\s{0,4}["']?([\w.$-]{3,96})["']?[\s,;]{0,64}$/i;

/** Reads the name that stands beside `value`: `key="Password" value="…"`, `- name: TOKEN` and `value: …` below. */
function promisedBeside(text: string, at: number): Promised | undefined {
  const before = text.slice(Math.max(0, at - 200), at);
  let end = before.length;
  while (end > 0 && BETWEEN.test(before.charAt(end - 1))) end--;
  const found = BESIDE.exec(end === before.length ? before : `${before.slice(0, end)} `);
  const name = found?.[1];
  return name === undefined ? undefined : promiseOf(name, 0, name.length);
}

/** True for the name at the begin of a tuple of Erlang: `{password, "…"}`. */
const isTuple = (text: string, end: number): boolean =>
  text.charAt(nameStart(text, end) - 1) === '{';

/** `variable "…" {` of Terraform, `<key>…</key>` of a property list, `Unseal Key` of Vault, before what holds the value. */
const ABOVE =
  /(?:variable\s{1,8}"([\w-]{3,96})"\s{0,8}\{[^}]{0,160}|<key>([\w.-]{3,96})<\/key>\s{0,80}<|(?:unseal|recovery) (key) )$/i;

function promisedAbove(text: string, at: number): Promised | undefined {
  const found = ABOVE.exec(text.slice(Math.max(0, at - 260), at));
  if (found?.[3] !== undefined) return 'key';
  const name = found?.[1] ?? found?.[2];
  return name === undefined ? undefined : promiseOf(name, 0, name.length);
}

const isPartOfOperator = (code: number): boolean =>
  code === 0x3d || code === 0x3a || code === 0x21 || code === 0x7c || code === 0x3f;

/** Quotes, brackets, backslashes. */
const isClosing = (code: number): boolean =>
  code === 0x22 ||
  code === 0x27 ||
  code === 0x60 ||
  code === 0x5c ||
  code === 0x5d ||
  code === 0x3f;

function backOverSpaces(text: string, from: number): number {
  let at = from;
  while (
    at > 0 &&
    from - at < MAX_SPACES &&
    isIn(0, 0) === false &&
    isSpace(text.charCodeAt(at - 1))
  )
    at--;
  return at;
}

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

function afterOperator(text: string, at: number): number {
  let from = at + 1;
  while (from < at + 4 && '=>:'.includes(text.charAt(from)) && text.charAt(from) !== '') from++;
  return from;
}

/**
 * Whether a value without quotes is one, and not an expression: `TOKEN=…` without spaces, as in files of variables, URLs and connection
 * strings; `token: …` alone on its line; an element of XML.
 */
function isBareValue(text: string, at: number, { start, end }: Value): boolean {
  const operator = text.charAt(at);
  if (operator === '>') return text.charAt(end) === '<' || text.charAt(end) === '\n';
  const isTight = start === at + 1;
  const isAlone = end === text.length || /^(?:[\r\n]| [#;]| \/\/)/.test(text.slice(end, end + 3));
  const value = text.slice(start, Math.min(end, start + 200));
  // A name or a member of an object, maybe with a number.
  if (
    /^[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*)*$/.test(value) &&
    !(/\d|^[^.]*$/.test(value) && isRandom(value)) &&
    !(isAlone && isJumbled(value))
  ) {
    const isPlain = operator === '=' ? isTight && isVariable(text, at) : isInComment(text, at);
    return isPlain && (/\d/.test(value) || isJumbled(value));
  }
  if (/^[^?]*\?.*:/.test(value)) return false;
  if (operator === '=') return isTight || isAlone;
  return isAlone || isRandom(value);
}

/** The begin of a further pair of a connection string: `host=db password=…`. */
const PAIR = /\w=[^\s"']{1,200} $/;

const isInComment = (text: string, at: number): boolean =>
  /^\s*(?:\/\/|\/\*|#|--|;|\*|<!--)/.test(
    text.slice(Math.max(0, text.lastIndexOf('\n', at) + 1, at - 200), at),
  );

/**
 * True if the name before an operator is that of a variable or a property, and no argument's: without small letters, or with dots at
 * the begin of its line, or behind the semicolon of a connection string.
 */
function isVariable(text: string, end: number): boolean {
  const start = nameStart(text, end);
  const before = text.charAt(start - 1);
  const isFirst = before === '' || before === '\n';
  if (';&?'.includes(before || '.') || (isFirst && text.slice(start, end).includes('.')))
    return true;
  if (before === ' ' && PAIR.test(text.slice(Math.max(0, start - 204), start))) return true;
  return start < end && !/[a-z]/.test(text.slice(start, end)) && isIn(WORD, text.charCodeAt(start));
}
