import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';
import { pathHere } from './pathHere.ts';

/** How often a port that is in use is tried again: whoever has it may go. */
const AGAIN_MS = 30_000;
const HOST = '127.0.0.1';
/** A request has to be whole, and its answer taken, within so long; whoever is slower loses the connection. */
const PATIENCE_MS = 5_000;
const LIMITS = {
  headersTimeout: PATIENCE_MS,
  requestTimeout: PATIENCE_MS,
  connectionsCheckingInterval: PATIENCE_MS / 5,
};
/** One program scrapes, or a few do. */
const MAX_CONNECTIONS = 32;
const MAX_REQUESTS_PER_CONNECTION = 1_000;
/** The beginning of every exposition of ours. */
const OURS = /^# HELP aurelis_/;

export interface ListenerTools {
  readonly clock: Clock;
  readonly call: HttpCall;
  /** The text to serve. */
  readonly expose: () => string;
  /** Told once a port that it cannot be had: somebody else has it, or the system does not allow it. */
  readonly onTrouble: (port: number, trouble: 'taken' | 'refused') => void;
}

/**
 * Serves metrics at `/metrics` on this machine's own address. Of several windows of an editor the first has the port; when it
 * goes, another takes over.
 */
export class PrometheusListener implements Disposable {
  readonly #tools: ListenerTools;
  #port = 0;
  #server: Server | undefined;
  #again: Disposable | undefined;
  #told = 0;

  constructor(tools: ListenerTools) {
    this.#tools = tools;
  }

  /** From now on on this port; 0 is none. */
  listenOn(port: number): void {
    if (port === this.#port) return;
    this.dispose();
    this.#port = port;
    if (port !== 0) this.#open(port);
  }

  dispose(): void {
    this.#again?.dispose();
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = undefined;
    this.#port = 0;
  }

  #open(port: number): void {
    const server = createServer(LIMITS, (request, response) => {
      const status = statusOf(request, port);
      if (status === 200) this.#answer(request, response);
      // What follows a refused request on its connection, a body, too, is not read.
      else response.writeHead(status, { connection: 'close' }).end();
    });
    server.maxConnections = MAX_CONNECTIONS;
    server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
    server.timeout = PATIENCE_MS;
    server.once('error', (error) => void this.#failed(port, server, error));
    server.listen(port, HOST);
    server.unref();
    this.#server = server;
  }

  #answer({ method }: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(method === 'HEAD' ? '' : this.#tools.expose());
  }

  async #failed(port: number, server: Server, error: NodeJS.ErrnoException): Promise<void> {
    if (this.#server !== server) return;
    const trouble = error.code === 'EADDRINUSE' ? 'taken' : 'refused';
    const isOurs = trouble === 'taken' && (await this.#isOurs(port));
    if (this.#told !== port && !isOurs && this.#server === server) {
      this.#told = port;
      this.#tools.onTrouble(port, trouble);
    }
    if (this.#server === server)
      this.#again = this.#tools.clock.after(AGAIN_MS, () => this.#open(port));
  }

  /** Whether another window of ours has the port. */
  async #isOurs(port: number): Promise<boolean> {
    try {
      const signal = AbortSignal.timeout(1_000);
      const url = `http://${HOST}:${port}/metrics`;
      const { body } = await this.#tools.call({ url, method: 'GET', headers: {}, signal });
      for await (const chunk of body) return OURS.test(Buffer.from(chunk).toString());
      return false;
    } catch {
      // Somebody who speaks no HTTP, or nothing at all.
      return false;
    }
  }
}

function statusOf(request: IncomingMessage, port: number): number {
  const path = pathHere(request, port);
  if (path === undefined) return 403;
  if (path !== '/metrics') return 404;
  return request.method === 'GET' || request.method === 'HEAD' ? 200 : 405;
}
