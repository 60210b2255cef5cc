import { createServer, type Server } from 'node:http';
import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { HttpCall } from '../base/httpCall.ts';

/** How often a port that is in use is tried again: whoever has it may go. */
const AGAIN_MS = 30_000;
const HOST = '127.0.0.1';
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
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', `http://${HOST}`);
      // A page in a browser must not read it by a name that leads here.
      const isHere = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(request.headers.host ?? '');
      if (!isHere || pathname !== '/metrics' || !/^(?:GET|HEAD)$/.test(request.method ?? '')) {
        response.writeHead(isHere ? 404 : 403).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
      response.end(request.method === 'HEAD' ? '' : this.#tools.expose());
    });
    server.once('error', (error) => void this.#failed(port, server, error));
    server.listen(port, HOST);
    server.unref();
    this.#server = server;
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
