/** How connections are made. */
export interface TransportOptions {
  /** Proxy for all that `noProxy` does not name; empty for none. */
  readonly proxy: string;
  /** Hosts, separated by commas, that are reached without the proxy. */
  readonly noProxy: string;
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
  noProxy: '',
  usesSystemCertificates: false,
  authorities: '',
  minTlsVersion: 'TLSv1.3',
  isVerified: true,
};

/** The editor's and the environment's settings for proxies and certificates; the editor goes first. */
export interface TransportFacts {
  readonly proxy?: string | undefined;
  readonly noProxy?: readonly string[] | undefined;
  readonly proxyStrictSSL?: boolean | undefined;
  readonly systemCertificates?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The options that facts come to. `authorities` are further ones in PEM. A server in a process of its own is
 * not patched by the editor as extensions are: everything has to be handed over.
 */
export function transportOptions(
  facts: TransportFacts,
  environment: Environment,
  minTlsVersion: TransportOptions['minTlsVersion'],
  authorities = '',
): TransportOptions {
  const variable = (name: string) => environment[name] ?? environment[name.toLowerCase()] ?? '';
  const noProxy = facts.noProxy?.length ? facts.noProxy.join(',') : variable('NO_PROXY');
  const loopback = ['localhost', '127.0.0.1', '::1'];
  return {
    proxy: facts.proxy || variable('HTTPS_PROXY') || variable('HTTP_PROXY'),
    noProxy: [...(noProxy === '' ? [] : [noProxy]), ...loopback].join(','),
    usesSystemCertificates: facts.systemCertificates !== false,
    authorities,
    minTlsVersion,
    isVerified: facts.proxyStrictSSL !== false,
  };
}
