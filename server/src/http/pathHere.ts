import type { IncomingMessage } from 'node:http';

/** Names by which this machine calls itself; a page in a browser can reach it by others that lead here (DNS rebinding). */
const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
/** A target in absolute form (RFC 9112 §3.2.2), which names the host, too. */
const ABSOLUTE = /^http:\/\/([^/?#]*)/i;

/** The path that a request names, without its query; `undefined` where the request is for another host, or another port. */
export function pathHere(
  { url = '', headers }: Pick<IncomingMessage, 'url' | 'headers'>,
  port: number,
): string | undefined {
  const [origin = '', named] = ABSOLUTE.exec(url) ?? [];
  const isHere = [headers.host, named ?? headers.host].every((host) =>
    NAMES.some((name) => host?.toLowerCase() === `${name}:${port}`),
  );
  if (!isHere) return undefined;
  return url.slice(origin.length).split('?', 1)[0] || '/';
}
