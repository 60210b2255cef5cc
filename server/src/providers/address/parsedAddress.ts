import { pastedText } from './pastedText.ts';
import { placeholderIn } from './placeholder.ts';

/** The rest of a sentence that begins with a value which is no address at all. */
const NO_URL = 'must be an http or https URL, such as http://127.0.0.1:8080/v1';
const KEY =
  'looks like an API key, not an address; remove it here and set it with “Aurelis: Set API Key…”';
const BRACKETS = 'needs brackets around its IPv6 address, such as http://[::1]:8080';
const PORT = 'must have a number from 1 to 65535 as its port';

/** A word without a dot, slash or colon that is so long is no host. */
const KEY_LENGTH = 20;
/** Hosts that are reached without encryption unless the address says otherwise: of this machine and network. */
const NEARBY =
  /^(?:localhost|[\w-]+|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\]|[\w.-]+\.(?:localhost|local|lan|internal|home\.arpa))$/i;

export type Parsed = { readonly url: URL } | { readonly problem: string };

/**
 * The address in a text, whatever stands around it and whatever is missing of it: a scheme, or a part of `://`. A problem is
 * the rest of a sentence that begins with the text, and quotes no more than a placeholder. Total and linear.
 */
export function parsedAddress(pasted: string): Parsed {
  const read = pastedText(pasted);
  if ('problem' in read) return read;
  const { text } = read;
  const placeholder = placeholderIn(text);
  if (placeholder !== undefined) {
    return { problem: `still has ${placeholder} in it; put your own value there` };
  }
  const address = withScheme(text);
  if (address === undefined) return { problem: isKey(text) ? KEY : NO_URL };
  const problem = hostProblem(address);
  if (problem !== undefined) return { problem };
  if (!URL.canParse(address)) return { problem: NO_URL };
  const url = new URL(address);
  if (/^\.|\.\./.test(url.hostname)) return { problem: NO_URL };
  url.hash = '';
  return { url };
}

const isKey = (text: string): boolean =>
  text.length >= KEY_LENGTH && /^[\w-]+$/.test(text) && /\d/.test(text);

/** The text with `http://` or `https://` in front of it, once; `undefined` where it can be no such address. */
function withScheme(text: string): string | undefined {
  const given = /^https?(?::[\\/]*|[\\/]{2,})(?=[^\\/])/i.exec(text)?.[0];
  if (given !== undefined) {
    const rest = text.slice(given.length);
    const scheme = /^https/i.test(given) ? 'https://' : 'http://';
    return /^https?:?[\\/]{2}/i.test(rest) ? withScheme(rest) : scheme + rest;
  }
  if (/^[a-z][a-z\d+.-]*:[\\/]{2}/i.test(text)) return undefined;
  const rest = text.replace(/^\/\//, '');
  const authority = authorityOf(rest);
  const host = hostOf(authority).replace(/:\d*$/, '');
  const hasPort = host !== hostOf(authority);
  if (!/[^.:]/.test(authority) || !(hasPort || /^localhost$|[.:]/i.test(host))) return undefined;
  const isPlain = NEARBY.test(host) || (hasPort && !/:(?:8?443)$/.test(authority));
  return `${isPlain ? 'http' : 'https'}://${rest}`;
}

/** The fault of the host or port of an address that begins with a scheme. */
function hostProblem(address: string): string | undefined {
  const host = hostOf(authorityOf(address.replace(/^https?:\/\//, '')));
  if (!host.startsWith('[') && host.split(':').length > 2) return BRACKETS;
  const port = /:([^:\]]*)$/.exec(host)?.[1];
  if (port === undefined || port === '') return undefined;
  return /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65_536 ? undefined : PORT;
}

const authorityOf = (rest: string): string => /^[^\\/?#]*/.exec(rest)?.[0] ?? '';

const hostOf = (authority: string): string => authority.slice(authority.lastIndexOf('@') + 1);
