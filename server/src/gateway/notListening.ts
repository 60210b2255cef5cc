import type { ListenAddress } from '../settings/listenAddress.ts';

/** The cause and the remedy, by the code of an error; the errors of Node have the address on them. */
const CAUSES: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use by another program, or by another gateway. End that one, or write another',
  EACCES: 'needs rights that the gateway does not have. Write a port above 1023, or another',
  EADDRNOTAVAIL: 'has a host that is none of this machine. Write one that is, or 0.0.0.0, as the',
  ENOTFOUND: 'has a host that is not known. Write another',
};

/** An address as it is written into `listen`. */
export const addressText = ({ host, port }: Pick<ListenAddress, 'host' | 'port'>): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The sentence about an error that listening has ended with. */
export function notListening(error: unknown, listen: readonly ListenAddress[]): string {
  const { code = 'unknown', port } = error instanceof Error ? (error as ListenError) : {};
  const at = listen.length === 1 ? listen[0] : listen.find((each) => each.port === port);
  const name = at === undefined ? 'An address of `listen`' : `The address ${addressText(at)}`;
  const cause = CAUSES[code];
  return cause === undefined
    ? `${name} cannot be listened on (${code}).`
    : `${name} ${cause} address into \`listen\`.`;
}

interface ListenError extends Error {
  readonly code?: string;
  readonly port?: number;
}
