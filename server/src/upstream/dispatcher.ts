import { Agent, request } from 'undici';
import type { Disposable } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';

/** Limits of the connections, from the design: 5 s to connect, 30 s idle, few per origin. */
const CONNECT_TIMEOUT_MS = 5_000;
const KEEP_ALIVE_MS = 30_000;
const CONNECTIONS_PER_ORIGIN = 8;

/**
 * HTTP over undici: kept-alive connections per origin, TLS 1.3 with verification, no redirects
 * followed. undici's own header and body timeouts are off: `send` owns the deadlines.
 */
export class HttpDispatcher implements Disposable {
  readonly #agent = new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: true,
    connect: { timeout: CONNECT_TIMEOUT_MS, minVersion: 'TLSv1.3' },
  });

  readonly call: HttpCall = async ({ url, method, headers, body, signal }) => {
    const response = await request(url, {
      dispatcher: this.#agent,
      method,
      headers,
      body: body ?? null,
      signal,
    });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  };

  dispose(): void {
    // Failing to close is nobody's concern any more: the sockets go with the process.
    this.#agent.destroy().catch(() => undefined);
  }
}
