import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';

export type Connector = ReturnType<typeof buildConnector>;
export type AnySocket = TLSSocket | Socket;

/** A place to connect to, by the names that a connector uses. */
export interface Place {
  readonly hostname: string;
  readonly host: string;
  readonly protocol: string;
  readonly port: string;
}

/** Connects once. Rejects where that fails. */
export function connectWith(connector: Connector, place: Place): Promise<AnySocket> {
  const { host, protocol, port } = place;
  const hostname = withoutBrackets(place.hostname);
  return new Promise((resolve, reject) => {
    connector({ hostname, host, protocol, port }, (...[error, socket]) => {
      if (error === null) resolve(socket);
      else reject(error);
    });
  });
}

/** An address of IPv6 as sockets take it, and any other host as it is. */
const withoutBrackets = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, '$1');

/** The port of a place, its scheme's own where none is named. */
export const portOf = ({ protocol, port }: Pick<Place, 'protocol' | 'port'>): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
