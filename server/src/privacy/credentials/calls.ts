import type { Assigned } from './assigned.ts';
import { judged } from './assigned.ts';
import { isRandom, isVaried } from './values.ts';

/** Names of calls whose later arguments are a user's password: `new NetworkCredential("svc", "…")`. */
const LOGINS = /(?:credentials?|login|log_in|sign_?in|authenticate|basic_?auth(?:entication)?)$/i;
/** Names of calls that take a key beside what it belongs to: `Client("AC…", "…")`, `new Wallet("0x…")`. */
const CLIENTS =
  /(?:client|credentials?|wallet|signer|init|initialize|configure|search|signing_?key|private_?key|private_?key_?to_?account|secret_?key|key_?pair|login|authenticate|connect)$/i;
/** Names of calls whose third argument is a password, behind a server and a user. */
const CONNECTIONS = /(?:connect|connection|pdo|data_?source)$/i;
/** Names of calls that encode `user:password`. */
const ENCODERS = /(?:btoa|b64encode|base64(?:_?encode)?|from)$/i;
const PAIR = /^[^\s:]{1,64}:(?=[^\s:]{6,64}$)/;
/** Least length of a key that only the call tells, in UTF-16 units: of 128 bits in hexadecimal. */
const LEAST_KEY = 32;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** As much of a call, or behind a string, as is looked at, in UTF-16 units. */
const MAX_CALL = 600;
const STRING = /(["'`])((?:(?!\1)[^\\\n]){1,300})\1/g;

/** The promise of the name of a call of its arguments. */
interface Call {
  readonly isLogin: boolean;
  readonly isConnection: boolean;
  readonly isEncoder: boolean;
  readonly isClient: boolean;
}

/** The last three letters of these names: most calls end in others. */
const ENDS: ReadonlySet<string> = new Set(
  'ial als gin _in nin ate uth ion ent let ner nit ize ure rch key unt air ect pdo rce toa ode e64 rom'.split(
    ' ',
  ),
);

function callNamed(name: string): Call | undefined {
  if (!ENDS.has(name.slice(-3).toLowerCase())) return undefined;
  const isLogin = LOGINS.test(name) || name === 'auth';
  const isConnection = CONNECTIONS.test(name);
  const isEncoder = ENCODERS.test(name);
  const isClient = CLIENTS.test(name);
  const isAny = isLogin || isConnection || isEncoder || isClient;
  return isAny ? { isLogin, isConnection, isEncoder, isClient } : undefined;
}

/** The credentials among the strings that a call is given whose name ends at a place, before its bracket. */
export function inCall(text: string, start: number, end: number): Assigned[] {
  const call = callNamed(text.slice(Math.max(0, end - 40, start), end));
  if (call === undefined) return [];
  const from = text.indexOf('(', end) + 1;
  const rest = text.slice(from, from + MAX_CALL);
  const close = rest.indexOf(')');
  const line = rest.slice(0, close === -1 ? rest.length : close);
  const found: Assigned[] = [];
  for (const { 2: value = '', index } of line.matchAll(STRING)) {
    const argument = inArgument(text, call, line.slice(0, index), value, from + index + 1);
    if (argument !== undefined) found.push(argument);
  }
  return found;
}

/** The credential that a string among a call's arguments is, by the text of the arguments before it. */
function inArgument(
  text: string,
  call: Call,
  before: string,
  value: string,
  start: number,
): Assigned | undefined {
  const end = start + value.length;
  if (call.isClient && isKey(value)) return { start, end, isSure: true };
  if (call.isEncoder) {
    const user = PAIR.exec(value)?.[0].length;
    return user === undefined
      ? undefined
      : judged(text, { start: start + user, end }, 'password', false);
  }
  // The first argument of a login is the user, and a member of an object is no argument.
  const commas = before.split(',').length - 1;
  const isPassword = commas > (call.isConnection && !call.isLogin ? 1 : 0) && /,\s*$/.test(before);
  return isPassword && (call.isLogin || call.isConnection)
    ? judged(text, { start, end }, 'password', false)
    : undefined;
}

const isKey = (value: string): boolean =>
  value.length >= LEAST_KEY &&
  /^[\w+/=-]+$/.test(value) &&
  !UUID.test(value) &&
  isVaried(value) &&
  isRandom(value);

/** The joint of two strings of one value: an operator, a line's end, or both, with a mark of continuation. */
const JOINT =
  /[ \t]{0,8}(?:(?:\+|\.\.?|& _|&|~|<>|\\|,)[ \t]{0,8}(?:\r?\n[ \t]{0,80})?|\r?\n[ \t]{0,80}(?:(?:\+|\.\.?|&|~|<>)[ \t]{0,8})?)[bBrRfFuU]?(["'`])/y;
const MOST_PARTS = 64;

/**
 * The further parts of a credential whose string ends at a place, joined to it: `"…" + "…"`, or one below the other. Each a span of its
 * own.
 */
export function continued(text: string, end: number): Assigned[] {
  const parts: Assigned[] = linesBelow(text, end);
  let at = (parts.at(-1)?.end ?? end) + 1;
  while (parts.length < MOST_PARTS && '"\'`'.includes(text.charAt(at - 1) || ' ')) {
    JOINT.lastIndex = at;
    const joint = JOINT.exec(text);
    if (joint === null) break;
    const start = JOINT.lastIndex;
    const rest = text.slice(start, start + MAX_CALL);
    const length = rest.indexOf(joint[1] ?? '"');
    const value = rest.slice(0, Math.max(0, length));
    if (!isPart(value, joint[0].includes(','))) break;
    parts.push({ start, end: start + length, isSure: true });
    at = start + length + 1;
  }
  return parts;
}

/** True for a part of a value; of a list, which may hold names, only for one with digits that is surely random. */
const isPart = (value: string, isOfList: boolean): boolean =>
  isOfList
    ? /^(?=.*\d)[A-Za-z0-9+/=]{16,}$/.test(value) && isRandom(value)
    : /^[\w+/=.~-]{4,}$/.test(value) && (isRandom(value) || isVaried(value));

/** Lines of a block of YAML, or of a string with a backslash at each line's end, that go on with what ends at a place. */
const BELOW = /(?:\\\r?\n|\r?\n([ \t]{1,80}))([\w+/=.~-]{16,400})(?=$|[\r\n"'\\])/y;

function linesBelow(text: string, from: number): Assigned[] {
  const parts: Assigned[] = [];
  for (let at = from; parts.length < MOST_PARTS; ) {
    BELOW.lastIndex = at;
    const below = BELOW.exec(text);
    if (below === null || !isRandom(below[2] ?? '')) break;
    at = BELOW.lastIndex;
    parts.push({ start: at - (below[2] ?? '').length, end: at, isSure: true });
  }
  return parts;
}
