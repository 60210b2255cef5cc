import { isIPv4, isIPv6 } from 'node:net';
import * as z from 'zod';
import { isLoopback } from '../protocol/loopback.ts';

/** Where a server takes connections. */
export interface ListenAddress {
  /** A name or an address; an IPv6 address without brackets. */
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** True where only programs of this machine get there. */
  readonly isLoopback: boolean;
}

const EXAMPLE = '127.0.0.1:4000';
const ADDRESS = /^(?:\[([\da-f:.]{2,45})\]|([a-z\d](?:[a-z\d.-]{0,250}[a-z\d])?)):(\d{1,5})$/i;

/** An address to listen on: `host:port`, or `[::1]:port`. */
export const listenAddress = z.string().transform((text, context): ListenAddress => {
  const read = readAddress(text.trim());
  if (typeof read !== 'string') return read;
  context.addIssue({ code: 'custom', message: read });
  return z.NEVER;
});

/** Returns what is to be written instead where it is none. */
function readAddress(text: string): ListenAddress | string {
  if (/^unix:|^[./~\\]|\.sock$/i.test(text)) {
    return `must be a host and a port, such as ${EXAMPLE}; sockets of Unix are not supported`;
  }
  if (/^[a-z]+:\/\//i.test(text)) {
    return `must be a host and a port without a scheme and a path, such as ${EXAMPLE}`;
  }
  const portAlone = /^(?:\*?:)?(\d{1,5})$/.exec(text)?.[1];
  if (portAlone !== undefined) {
    return `needs a host: 127.0.0.1:${portAlone} for programs of this machine, 0.0.0.0:${portAlone} for all networks`;
  }
  if (isIPv6(text) || /^[\da-f]*:[\da-f:.]*:\d+$/i.test(text)) {
    return 'needs brackets around an IPv6 address, and a port: [::1]:4000';
  }
  const [, ipv6, name = '', digits] = ADDRESS.exec(text) ?? [];
  const host = ipv6 ?? name;
  const isAddress = ipv6 === undefined ? !/^[\d.]+$/.test(name) || isIPv4(name) : isIPv6(ipv6);
  if (host === '' || !isAddress) return `must be a host and a port, such as ${EXAMPLE}`;
  const port = Number(digits);
  if (port > 65_535) return 'has a port that is none: the highest is 65535';
  const origin = ipv6 === undefined ? name : `[${ipv6}]`;
  return { host, port, isLoopback: isLoopback(`http://${origin}`) };
}
