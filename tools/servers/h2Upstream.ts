import { createSecureServer, type Http2ServerResponse, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

type Fault = 'goaway' | 'destroy' | 'refuse' | 'reset' | undefined;

/** A server of HTTP/2 over TLS (and HTTP/1.1 for who wants that) that breaks connections by plan. */
export class H2Upstream {
  /** Returns the fault for the request with this number, counted from 0. */
  plan: (index: number) => Fault = () => undefined;
  answerMs = 0;
  /** From the first half of an answer to the second. */
  restMs = 0;
  requests = 0;
  sessions = 0;
  /** Versions of HTTP in which requests came. */
  readonly versions: string[] = [];
  readonly #sessions = new Set<ServerHttp2Session>();
  readonly #sockets = new Set<TLSSocket>();
  readonly #server;

  constructor(tls: { readonly key: string; readonly certificate: string }) {
    this.#server = createSecureServer(
      { key: tls.key, cert: tls.certificate, allowHTTP1: true },
      (request, response) => {
        const index = this.requests++;
        this.versions.push(request.httpVersion);
        request.resume();
        request.on('end', () => this.#answer(response as Http2ServerResponse, index));
      },
    );
    this.#server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#server.on('session', (session) => {
      this.sessions++;
      this.#sessions.add(session);
      session.on('close', () => this.#sessions.delete(session));
      session.on('error', () => undefined);
    });
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get openSessions(): number {
    return this.#sessions.size;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Breaks all sessions there are. */
  breakAll(how: 'goaway' | 'destroy'): void {
    for (const session of this.#sessions) {
      if (how === 'destroy') session.destroy();
      else session.goaway();
    }
  }

  async stop(): Promise<void> {
    this.breakAll('destroy');
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(response: Http2ServerResponse, index: number): void {
    const fault = this.plan(index);
    const session = response.stream?.session;
    if (fault === 'destroy') session?.destroy();
    if (fault === 'goaway') session?.goaway();
    // NGHTTP2_REFUSED_STREAM and NGHTTP2_INTERNAL_ERROR (RFC 9113 §7).
    if (fault === 'refuse' || fault === 'reset') response.stream.close(fault === 'refuse' ? 7 : 2);
    if (fault !== undefined && fault !== 'goaway') return;
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      if (this.restMs > 0) response.write('answ');
      setTimeout(() => response.end(this.restMs > 0 ? 'ered' : 'answered'), this.restMs);
    }, this.answerMs);
  }
}
