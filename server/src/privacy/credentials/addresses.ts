import { isIn, WORD } from './characters.ts';
import { isPassword, isRandom, isStandIn } from './values.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Longest part of an address that is looked at for a user and a password, in UTF-16 units. */
const MAX_AUTHORITY = 512;
const ENDS = '/ \t\r\n"\'`<>?#\\,;)]}';
/** Hosts that only this machine reaches, as in files for development. */
const LOCAL =
  /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal|(?:[\w-]{1,40}\.)?example\.(?:com|org|net))(?![\w.-])/i;

/** The password, or the token, in an address whose `://` stands at a place (RFC 3986, §3.2.1). */
export function inAddress(text: string, at: number): Span | undefined {
  const start = at + 3;
  let end = start;
  const most = Math.min(text.length, start + MAX_AUTHORITY);
  while (end < most && !ENDS.includes(text.charAt(end))) end++;
  const authority = text.slice(start, end);
  const mark = authority.lastIndexOf('@');
  if (mark <= 0) return undefined;
  const colon = authority.indexOf(':');
  const host = authority.slice(mark + 1);
  if (colon === -1 || colon > mark) {
    const user = authority.slice(0, mark);
    return user.length >= 16 && isRandom(user) ? { start, end: start + mark } : undefined;
  }
  const password = authority.slice(colon + 1, mark);
  if (!isSecret(password, authority.slice(0, colon), host)) return undefined;
  return { start: start + colon + 1, end: start + mark };
}

/** Data sources that are no addresses: of Go's driver for MySQL, and of Oracle's. */
const GO_SOURCE = /:([^\s:@/"'`]{3,128})@(?:tcp|udp|unix)[46]?\(/y;
const ORACLE_SOURCE = /:[\w$#]{1,64}\/([^\s/@"'`]{3,128})@/y;

/** The password in a data source whose colon stands at a place: `user:…@tcp(…)`, `jdbc:oracle:thin:user/…@…`. */
export function inSource(text: string, at: number): Span | undefined {
  if (text.charAt(at + 1) === ' ' || !isIn(WORD, text.charCodeAt(at - 1))) return undefined;
  const last = text.charCodeAt(at - 1);
  const isOracle =
    (last === 0x6e || last === 0x69 || last === 0x38) &&
    /(?:thin|oci8?)$/.test(text.slice(Math.max(0, at - 4), at));
  const source = isOracle ? ORACLE_SOURCE : GO_SOURCE;
  source.lastIndex = at;
  const password = source.exec(text)?.[1];
  if (password === undefined || isStandIn(password)) return undefined;
  const end = text.indexOf('@', at);
  return { start: end - password.length, end };
}

/** Whether what stands before a host is a password that somebody uses. */
function isSecret(password: string, user: string, host: string): boolean {
  if (password.length < 3 || isStandIn(password) || /^[:{[]|^\d{1,5}$/.test(password)) return false;
  if (LOCAL.test(host)) return password !== user && (isRandom(password) || isPassword(password));
  return password.length >= 5 || isPassword(password);
}
