import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { isIPv6 } from 'node:net';
import { buildConnector } from 'undici';
import type { Clock } from '../../base/clock.ts';
import { type AnySocket, type Connector, connectWith, type Place, portOf } from './connecting.ts';
import { ProxyError, ProxyRefusal } from './proxyError.ts';
import { socksConnect } from './socks.ts';

/** How long a proxy may take to lead on: it connects, too, and may ask others. */
const LEADS_ON_MS = 10_000;
/** Of a refusal so many bytes are read, for so long. */
const REFUSAL_BYTES = 16_384;
const REFUSAL_MS = 1_000;
const SOCKS_PORT = '1080';

/** A proxy, and how it is reached. */
export interface Proxy {
  readonly url: URL;
  /** `Proxy-Authorization` for an HTTP proxy; empty for none. */
  readonly authorization: string;
  /** Connects to the proxy itself; fails with `ProxyError`. */
  readonly connector: Connector;
  readonly clock: Clock;
}

/** The value of `Proxy-Authorization`: what is set, or the name and password of the proxy's address (RFC 7617). */
export function proxyAuthorization({ username, password }: URL, set: string): string {
  if (set !== '' || (username === '' && password === '')) return set;
  const login = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(login).toString('base64')}`;
}

/** A connector that goes through a proxy, and speaks TLS with the other end as `target` says. */
export function throughProxy(
  proxy: Proxy,
  target: Parameters<typeof buildConnector>[0],
): Connector {
  const secure = buildConnector({ ...target });
  return (options, callback) => {
    const place = placeIn(options);
    leadOn(proxy, place).then(
      (socket) => {
        if (place.protocol === 'https:')
          secure({ ...options, httpSocket: socket as never }, callback);
        else callback(null, socket as never);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** A socket that leads to a place through a proxy. Rejects with `ProxyRefusal` or `ProxyError`. */
async function leadOn(proxy: Proxy, place: Place): Promise<AnySocket> {
  const socket = await toProxy(proxy);
  const late = () => socket.destroy(new Error('The proxy takes too long'));
  const timer = proxy.clock.after(LEADS_ON_MS, late);
  try {
    if (proxy.url.protocol === 'socks5:') {
      const { username, password } = proxy.url;
      const hasLogin = username !== '' || password !== '';
      const login = { username: decoded(username), password: decoded(password) };
      await socksConnect(socket, place.hostname, portOf(place), hasLogin ? login : undefined);
    } else await httpConnect(socket, place, proxy);
    return socket;
  } catch (error) {
    socket.on('error', ignore);
    socket.destroy();
    throw error instanceof ProxyRefusal ? error : new ProxyError(error);
  } finally {
    timer.dispose();
  }
}

function toProxy({ url, connector }: Proxy): Promise<AnySocket> {
  const { hostname, protocol } = url;
  const port = url.port || (protocol === 'socks5:' ? SOCKS_PORT : '');
  // A connector tells by the scheme whether to speak TLS.
  const scheme = protocol === 'https:' ? 'https:' : 'http:';
  return connectWith(connector, { hostname, host: url.host, protocol: scheme, port });
}

/** A connector whose failures are those of a proxy. */
export const blamingProxy =
  (connector: Connector): Connector =>
  (options, callback) =>
    connector(options, (...[error, socket]) => {
      if (error === null) callback(null, socket);
      else callback(new ProxyError(error), null);
    });

/** `CONNECT` (RFC 9110 §9.3.6): any 2xx is a tunnel, and everything else a refusal. */
async function httpConnect(
  socket: AnySocket,
  place: Place,
  { authorization, clock }: Proxy,
): Promise<void> {
  const { hostname } = place;
  const authority = `${isIPv6(hostname) ? `[${hostname}]` : hostname}:${portOf(place)}`;
  const asked = request({
    method: 'CONNECT',
    path: authority,
    createConnection: () => socket,
    headers: {
      host: authority,
      'proxy-connection': 'keep-alive',
      ...(authorization === '' ? {} : { 'proxy-authorization': authorization }),
    },
  });
  asked.end();
  const [response, , head] = (await once(asked, 'connect')) as [IncomingMessage, AnySocket, Buffer];
  const { statusCode: status = 0, headers } = response;
  if (status >= 200 && status < 300) {
    if (head.length > 0) socket.unshift(head);
    return;
  }
  const length = Math.min(Number(headers['content-length'] ?? REFUSAL_BYTES), REFUSAL_BYTES);
  const timer = clock.after(REFUSAL_MS, () => socket.destroy());
  const content = await bytesIn(socket, head, length);
  timer.dispose();
  throw new ProxyRefusal(status, headers, content);
}

/** The first bytes that come over a socket, which is left broken. */
async function bytesIn(socket: AnySocket, head: Buffer, length: number): Promise<Uint8Array> {
  const chunks = [head];
  let have = head.length;
  try {
    if (have < length) {
      for await (const chunk of socket as AsyncIterable<Buffer>) {
        chunks.push(chunk);
        have += chunk.length;
        if (have >= length) break;
      }
    }
  } catch {
    // What was read so far is enough.
  }
  return Buffer.concat(chunks).subarray(0, length);
}

function placeIn({ hostname, host, protocol, port }: buildConnector.Options): Place {
  return { hostname, host: host ?? hostname, protocol, port };
}

/** A part of a URL as it was meant; as it stands where it cannot be decoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const ignore = (): undefined => undefined;
