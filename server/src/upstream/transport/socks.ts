import { isIPv4, isIPv6 } from 'node:net';
import type { AnySocket } from './connecting.ts';
import { ProxyRefusal } from './proxyError.ts';

/** RFC 1928 and, for names and passwords, RFC 1929. */
const VERSION = 5;
const LOGIN_VERSION = 1;
const NO_LOGIN = 0;
const BY_PASSWORD = 2;
const CONNECT = 1;
const IPV4 = 1;
const NAME = 3;
const IPV6 = 4;
const MOST_BYTES = 255;
/** Replies of RFC 1928 §6 by the status of HTTP that says the same: the readers of refusals know those. */
const STATUS_OF: Readonly<Record<number, number>> = { 2: 403, 3: 502, 4: 502, 5: 502, 6: 504 };
const WORDS_OF: Readonly<Record<number, string>> = {
  2: 'The SOCKS proxy does not allow this connection',
  3: 'The SOCKS proxy cannot reach the network',
  4: 'The SOCKS proxy cannot reach the host',
  5: 'The SOCKS proxy was refused the connection',
  6: 'The SOCKS proxy got no answer in time',
};

export interface SocksLogin {
  readonly username: string;
  readonly password: string;
}

/**
 * Has a SOCKS 5 proxy, to which a socket is connected, lead on to a host and port. The proxy resolves names. Rejects with
 * `ProxyRefusal` where it refuses, and with another error where it breaks the protocol or the connection ends.
 */
export async function socksConnect(
  socket: AnySocket,
  hostname: string,
  port: number,
  login: SocksLogin | undefined,
): Promise<void> {
  const reader = new ByteReader(socket);
  try {
    const methods = login === undefined ? [NO_LOGIN] : [NO_LOGIN, BY_PASSWORD];
    socket.write(Uint8Array.of(VERSION, methods.length, ...methods));
    const [version, method] = await reader.take(2);
    if (version !== VERSION) throw new Error('This is no SOCKS 5 proxy');
    if (method === BY_PASSWORD && login !== undefined) await logIn(socket, reader, login);
    else if (method !== NO_LOGIN) throw refusal(407, 'The SOCKS proxy wants a name and a password');
    const target = [...addressBytes(hostname), port >> 8, port & 0xff];
    socket.write(Uint8Array.of(VERSION, CONNECT, 0, ...target));
    const [, reply = 1, , kind] = await reader.take(4);
    if (reply !== 0) {
      const words = WORDS_OF[reply] ?? 'The SOCKS proxy failed';
      throw refusal(STATUS_OF[reply] ?? 502, words);
    }
    // The address at which the proxy itself connected is of no use to us.
    const length = kind === IPV4 ? 4 : kind === IPV6 ? 16 : (await reader.take(1))[0];
    await reader.take((length ?? 0) + 2);
  } finally {
    reader.end();
  }
}

async function logIn(socket: AnySocket, reader: ByteReader, login: SocksLogin): Promise<void> {
  const parts = [login.username, login.password].map((text) => Buffer.from(text));
  if (parts.some(({ length }) => length > MOST_BYTES)) throw refusal(407, 'The login is too long');
  socket.write(
    Buffer.concat([
      Uint8Array.of(LOGIN_VERSION),
      ...parts.flatMap((part) => [Uint8Array.of(part.length), part]),
    ]),
  );
  const [, status] = await reader.take(2);
  if (status !== 0) throw refusal(407, 'The SOCKS proxy refuses the name and password');
}

function addressBytes(hostname: string): number[] {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIPv4(host)) return [IPV4, ...host.split('.').map(Number)];
  if (isIPv6(host)) return [IPV6, ...ipv6Bytes(host)];
  const name = Buffer.from(host);
  if (name.length === 0 || name.length > MOST_BYTES) throw new Error('No name of a host');
  return [NAME, name.length, ...name];
}

/** The sixteen bytes of an address that is valid. */
function ipv6Bytes(address: string): number[] {
  const [head = '', tail] = hexOnly(address).split('::');
  const words = (text: string) =>
    text === '' ? [] : text.split(':').map((each) => parseInt(each, 16));
  const [before, after] = [words(head), words(tail ?? '')];
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array<number>(gap).fill(0), ...after];
  return all.flatMap((word) => [word >> 8, word & 0xff]);
}

/** An address as URLs write it, in groups of hexadecimal digits alone. */
const hexOnly = (address: string): string => new URL(`http://[${address}]`).hostname.slice(1, -1);

const refusal = (status: number, words: string): ProxyRefusal =>
  new ProxyRefusal(status, { 'content-type': 'text/plain' }, Buffer.from(words));

/** Reads so many bytes of a socket as are wanted, and leaves the rest in it. */
class ByteReader {
  readonly #socket: AnySocket;
  #wake: () => void = () => undefined;
  #ended: Error | undefined;

  constructor(socket: AnySocket) {
    this.#socket = socket;
    socket.on('readable', this.#look);
    socket.on('error', this.#fail);
    socket.on('end', this.#close);
    socket.on('close', this.#close);
  }

  async take(count: number): Promise<Uint8Array> {
    for (;;) {
      const bytes: Buffer | null = this.#socket.read(count);
      if (bytes !== null && bytes.length === count) return bytes;
      if (this.#ended !== undefined) throw this.#ended;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  end(): void {
    this.#socket.off('readable', this.#look);
    this.#socket.off('error', this.#fail);
    this.#socket.off('end', this.#close);
    this.#socket.off('close', this.#close);
  }

  readonly #look = (): void => this.#wake();

  readonly #fail = (error: Error): void => {
    this.#ended = error;
    this.#wake();
  };

  readonly #close = (): void => this.#fail(this.#ended ?? new Error('The SOCKS proxy hung up'));
}
