/** How connections are made. */
export interface TransportOptions {
  /** Proxy for https that `noProxy` does not name, as a URL (`http`, `https`, `socks5`); empty for none. */
  readonly proxy: string;
  /** The same for http. */
  readonly plainProxy: string;
  /** Hosts, separated by commas, that are reached without a proxy; see `reachedDirectly`. */
  readonly noProxy: string;
  /** Sent to HTTP proxies as `Proxy-Authorization`, in place of the name and password of the proxy's URL; empty for none. */
  readonly proxyAuthorization: string;
  /** Whether authorities that the system trusts are trusted beside those that Node ships. */
  readonly usesSystemCertificates: boolean;
  /** Further authorities in PEM; empty for none. */
  readonly authorities: string;
  readonly minTlsVersion: 'TLSv1.3' | 'TLSv1.2';
  /** `false` only where the user has turned verification off for the whole editor. */
  readonly isVerified: boolean;
}

export const DIRECT: TransportOptions = {
  proxy: '',
  plainProxy: '',
  noProxy: '',
  proxyAuthorization: '',
  usesSystemCertificates: false,
  authorities: '',
  minTlsVersion: 'TLSv1.3',
  isVerified: true,
};

/** The editor's and the environment's settings for proxies and certificates; the editor goes first. */
export interface TransportFacts {
  readonly proxy?: string | undefined;
  /** `off` turns proxies off, those of the environment, too. */
  readonly proxySupport?: string | undefined;
  readonly proxyAuthorization?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  readonly proxyStrictSSL?: boolean | undefined;
  readonly systemCertificates?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Always reached without a proxy. */
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/**
 * The options that facts come to. `authorities` are further ones in PEM. A server in a process of its own is
 * not patched by the editor as extensions are: everything has to be handed over. A proxy that cannot be used counts as none:
 * `proxyProblems` tells of it.
 */
export function transportOptions(
  facts: TransportFacts,
  environment: Environment,
  minTlsVersion: TransportOptions['minTlsVersion'],
  authorities = '',
): TransportOptions {
  const { proxy, plainProxy } = proxiesOf(facts, environment);
  const noProxy = facts.noProxy?.length
    ? facts.noProxy.join(',')
    : variable(environment, 'NO_PROXY');
  return {
    proxy: addressOf(proxy.value) ?? '',
    plainProxy: addressOf(plainProxy.value) ?? '',
    noProxy: [...(noProxy === '' ? [] : [noProxy]), ...LOOPBACK].join(','),
    proxyAuthorization: facts.proxyAuthorization?.trim() ?? '',
    usesSystemCertificates: facts.systemCertificates !== false,
    authorities,
    minTlsVersion,
    isVerified: facts.proxyStrictSSL !== false,
  };
}

/** The problems with the proxies that are set, as sentences that name the setting and no value: it may hold a password. */
export function proxyProblems(facts: TransportFacts, environment: Environment): readonly string[] {
  const { proxy, plainProxy } = proxiesOf(facts, environment);
  const wrong = [proxy, plainProxy].filter(({ value }) => value !== '' && !addressOf(value));
  return [...new Set(wrong.map(({ name }) => `${name}: this is no address of a proxy. ${FORMS}`))];
}

const FORMS = 'Use http://host:port, https://host:port or socks5://host:port.';

interface Named {
  readonly name: string;
  readonly value: string;
}

const NO_PROXY_AT_ALL: Named = { name: '', value: '' };

/** The proxies for https and for http, with the names of what sets them. As curl does, http does not use that of https. */
function proxiesOf(
  { proxy, proxySupport }: TransportFacts,
  environment: Environment,
): { readonly proxy: Named; readonly plainProxy: Named } {
  if (proxySupport === 'off') return { proxy: NO_PROXY_AT_ALL, plainProxy: NO_PROXY_AT_ALL };
  const own = proxy?.trim() ?? '';
  if (own !== '') return both({ name: 'http.proxy', value: own });
  const first = (...names: string[]): Named => {
    const name = names.find((each) => variable(environment, each) !== '');
    return name === undefined ? NO_PROXY_AT_ALL : { name, value: variable(environment, name) };
  };
  return {
    // Many set the one for http alone, and mean both.
    proxy: first('HTTPS_PROXY', 'ALL_PROXY', 'HTTP_PROXY'),
    plainProxy: first('HTTP_PROXY', 'ALL_PROXY'),
  };
}

const both = (proxy: Named) => ({ proxy, plainProxy: proxy });

/** A variable in either spelling, the lower-case one first, as in curl; empty where it is not set. */
const variable = (environment: Environment, name: string): string =>
  (environment[name.toLowerCase()] || environment[name] || '').trim();

/**
 * A proxy's address as people write it: `host:port` is an HTTP proxy, and all names of SOCKS 5 are one; names of hosts are
 * resolved by the proxy. `undefined` for anything else.
 */
function addressOf(text: string): string | undefined {
  const url = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const known = url.replace(/^socks(?:5h?)?:\/\//i, 'socks5://');
  if (!URL.canParse(known)) return undefined;
  const { protocol, hostname, href } = new URL(known);
  const isUsable = /^(?:https?|socks5):$/.test(protocol) && hostname !== '';
  return isUsable ? href.replace(/\/$/, '') : undefined;
}
