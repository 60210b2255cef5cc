import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './apiError.ts';

type Headers = IncomingHttpHeaders;

/** A client's wish about the cache: nothing of it, a new answer that replaces the kept one, or the usual. Throws an `ApiError` for another word in our header. */
export function cacheWish(headers: Headers): 'none' | 'refresh' | 'usual' {
  const ours = ownWords(headers, 'x-aurelis-cache', [...NONE, ...REFRESH], '`none` or `refresh`');
  const words = new Set([...ours, ...wordsIn(headers['cache-control'])]);
  if (NONE.some((word) => words.has(word))) return 'none';
  return REFRESH.some((word) => words.has(word)) ? 'refresh' : 'usual';
}

const NONE = ['none', 'off', 'no-store'];
const REFRESH = ['refresh', 'no-cache'];

/** How urgent a request is: what runs beside people's work waits for what they wait for. Throws an `ApiError` for another word. */
export function priorityOf(headers: Headers): 'interactive' | 'batch' {
  const taken = ['batch', 'interactive'];
  const words = ownWords(headers, 'x-aurelis-priority', taken, '`batch` or `interactive`');
  return words.includes('batch') ? 'batch' : 'interactive';
}

/** Longest part of a header that is repeated, in UTF-16 units. */
const MAX_QUOTED = 40;

/** The words of a header of ours, of which whoever misspells one would not notice; none where it is empty. */
function ownWords(
  headers: Headers,
  name: string,
  taken: readonly string[],
  told: string,
): readonly string[] {
  const words = wordsIn(headers[name]);
  const odd = words.find((word) => !taken.includes(word));
  if (odd === undefined) return words;
  throw new ApiError(
    `Invalid value of the header \`${name}\`: “${odd.slice(0, MAX_QUOTED)}”. It takes ${told}; without it, the request is handled as usual.`,
    { status: 400, type: 'invalid_request_error', code: 'invalid_value', param: name },
  );
}

/** The words between commas, in lower case: Node joins a header that is there twice by them. */
const wordsIn = (value: string | readonly string[] = ''): readonly string[] =>
  value === ''
    ? []
    : String(value)
        .toLowerCase()
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== '');

/** More of a header is not read: keys are shorter. */
const MAX_HEADER = 1_024;

/** The key that a request presents, in any of the forms of the official clients: OpenAI's, Anthropic's, Azure's. */
export function keyOf(headers: Headers): string | undefined {
  const bearer = /^bearer +(\S+) *$/i.exec(textOf(headers.authorization))?.[1];
  const key = bearer ?? (textOf(headers['x-api-key']).trim() || textOf(headers['api-key']).trim());
  return key === '' ? undefined : key;
}

/** Node joins a header that is there twice; no key has a comma. */
const textOf = (value: string | readonly string[] | undefined): string =>
  typeof value === 'string' ? value.slice(0, MAX_HEADER) : '';

/**
 * True for a request that a web page may have made without its visitor's knowledge: browsers send such ones to this machine, too. Where keys are
 * asked for, no page has one.
 */
export function isFromPage(headers: Headers): boolean {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string' && site !== 'none' && site !== 'same-origin') return true;
  return headers.origin !== undefined;
}

const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** True where the name by which a client has found this machine is the machine's own: other names may be somebody's trick (DNS rebinding). */
export const isLocalName = (host: string | undefined): boolean =>
  host === undefined || LOCAL_HOST.test(host);
