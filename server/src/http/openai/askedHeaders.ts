import type { IncomingHttpHeaders } from 'node:http';

type Headers = IncomingHttpHeaders;

/** A client's wish about the cache: nothing of it, a new answer that replaces the kept one, or the usual. */
export function cacheWish(headers: Headers): 'none' | 'refresh' | 'usual' {
  const { 'x-aurelis-cache': ours = '', 'cache-control': usual = '' } = headers;
  if (ours === '' && usual === '') return 'usual';
  const words = new Set(
    `${ours},${usual}`
      .toLowerCase()
      .split(',')
      .map((word) => word.trim()),
  );
  if (NONE.some((word) => words.has(word))) return 'none';
  return REFRESH.some((word) => words.has(word)) ? 'refresh' : 'usual';
}

const NONE = ['none', 'off', 'no-store'];
const REFRESH = ['refresh', 'no-cache'];

/** How urgent a request is: what runs beside people's work waits for what they wait for. */
export const priorityOf = (headers: Headers): 'interactive' | 'batch' =>
  headers['x-aurelis-priority'] === 'batch' ? 'batch' : 'interactive';

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
