import { apiBesidePage, basePathAt, type KnownHost, knownHost } from './knownHosts.ts';
import { type AddressRule, type BarePath, barePath, openAiPath } from './operations.ts';
import { insteadOf, lackingPath, openAiBeside } from './ownApis.ts';
import { parsedAddress } from './parsedAddress.ts';

/** A base URL without a trailing slash, or the rest of a sentence that begins with the text that was given. */
export type BaseUrl = { readonly url: string } | { readonly problem: string };

/** Parameters that hold a key. */
const KEY_PARAMETER = /^(?:api[-_]?)?key$|^(?:access[-_]?)?token$/i;

/**
 * The base URL behind which a provider puts its paths, from whatever people paste: a base, a request, a line of a shell.
 * A query stays at its end, a name and password at its beginning. Total and linear; a base URL becomes itself.
 */
export function baseUrl(provider: AddressRule, pasted: string): BaseUrl {
  let base = readOnce(provider, pasted);
  // Behind a query or fragment that goes, a mark of running text may come to the end.
  for (let rounds = 0; 'url' in base && rounds < MAX_ROUNDS; rounds++) {
    const again = readOnce(provider, base.url);
    if ('url' in again && again.url === base.url) return base;
    base = again;
  }
  return base;
}

const MAX_ROUNDS = 4;

function readOnce(provider: AddressRule, pasted: string): BaseUrl {
  const parsed = parsedAddress(pasted);
  if ('problem' in parsed) return parsed;
  const { url } = parsed;
  const known = knownHost(url.hostname);
  const problem = placeProblem(url) ?? (known && knownProblem(provider, url, known));
  if (problem !== undefined) return { problem };
  const { pathname } = url;
  const bare = barePath(pathname);
  const { path, query } = provider.base?.(bare, url) ?? {
    path: openAiBeside(url, pathname.replace(/\/$/, '')) ?? usualPath(bare, url, known),
    // A service that is known needs none: what is there belongs to the request that was pasted.
    query: known === undefined ? url.search : '',
  };
  const user = url.username === '' ? '' : `${url.username}:${url.password}@`;
  const scheme = known === undefined ? url.protocol : 'https:';
  return { url: `${scheme}//${user}${url.host}${path}${query}` };
}

const usualPath = (bare: BarePath, url: URL, known: KnownHost | undefined) =>
  known === undefined ? openAiPath(bare, url) : basePathAt(known, bare.path);

function placeProblem(url: URL): string | undefined {
  const instead = insteadOf(url);
  if (instead !== undefined) return `is the address of a service that was shut down; ${instead}`;
  const path = lackingPath(url);
  if (path !== undefined) return `is not complete; it needs a path such as ${path}`;
  const api = apiBesidePage(url);
  if (api === undefined) return undefined;
  const where = api === '' ? 'use the base URL that it names' : `the API is at ${api}`;
  return `is the address of a page, not of an API; ${where}`;
}

function knownProblem(rule: AddressRule, url: URL, known: KnownHost): string | undefined {
  const isOther = known.provider !== rule.name;
  if (isOther && (rule.asksInOwnWays || known.ownPaths?.test(url.pathname))) {
    return `is the address of another service; set "provider" to "${known.provider}" for it`;
  }
  return [...url.searchParams.keys()].some((key) => KEY_PARAMETER.test(key))
    ? 'holds an API key; remove it here and set it with “Aurelis: Set API Key…”'
    : undefined;
}
