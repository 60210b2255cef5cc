import { createServer, type Server as HttpServer, STATUS_CODES } from 'node:http';
import {
  createServer as createHttp2Server,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from 'node:net';
import { type Clock, delay } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';
import { ApiError } from './apiError.ts';
import type { Face } from './face.ts';

/** A request's head, and all of it, has to arrive within so long; whoever is slower loses the connection. */
const HEAD_MS = 10_000;
const REQUEST_MS = 60_000;
/** How often connections are looked at for that. */
const LOOK_MS = 2_000;
/** Longer than proxies keep theirs, so that it is they who close. */
const KEEP_ALIVE_MS = 75_000;
/** A client has taken all of its answer so long after the end of that; who has not loses it. */
const UNREAD_MS = 300_000;
/** A listener that leaves waits so long for requests that are on their way. */
const LAST_MS = 500;
const MAX_HEAD_BYTES = 32 * 1024;
const MAX_HEADERS = 200;
const MAX_STREAMS = 1_000;
/** As many requests of one connection of HTTP/1.1 are answered at once; whoever sends more loses it. */
const MAX_PIPELINED = 100;
/** The beginning of a connection of HTTP/2 (RFC 9113 §3.4); no method of HTTP/1.1 begins so. */
const HTTP2 = Buffer.from('PRI');

/** How long others may take, in milliseconds. */
export interface Waits {
  readonly headMs: number;
  readonly requestMs: number;
  readonly lookMs: number;
  readonly keepAliveMs: number;
  readonly unreadMs: number;
  readonly lastMs: number;
}

const WAITS: Waits = {
  headMs: HEAD_MS,
  requestMs: REQUEST_MS,
  lookMs: LOOK_MS,
  keepAliveMs: KEEP_ALIVE_MS,
  unreadMs: UNREAD_MS,
  lastMs: LAST_MS,
};

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Listens for HTTP/1.1 and HTTP/2 (without TLS) at one address. */
export class Listener {
  readonly #clock: Clock;
  readonly #waits: Waits;
  readonly #tcp: TcpServer;
  readonly #http: HttpServer;
  readonly #http2: Http2Server;
  readonly #sockets = new Set<Socket>();
  /** How many requests of a connection are not answered yet. */
  readonly #lines = new WeakMap<Socket, number>();
  readonly #sessions = new Set<ServerHttp2Session>();
  #isLeaving = false;
  #running = 0;
  #begun = 0;
  #onIdle: (() => void) | undefined;

  constructor(face: Pick<Face, 'answer'>, clock: Clock, waits: Waits = WAITS) {
    this.#clock = clock;
    this.#waits = waits;
    const answer: Face['answer'] = async (request, response) => {
      const isHttp2 = request.httpVersionMajor >= 2;
      if (!isHttp2 && !this.#isInLine(request.socket)) return;
      this.#running++;
      this.#begun++;
      let unread: Disposable | undefined;
      response.once('close', () => {
        unread?.dispose();
        if (!isHttp2) this.#leaveLine(request.socket);
        this.#ended();
      });
      if (this.#isLeaving && request.httpVersionMajor < 2)
        response.setHeader('connection', 'close');
      await face.answer(request, response);
      if (!response.writableFinished && !response.closed) unread = this.#leaveUnread(response);
    };
    this.#http = createServer(
      {
        headersTimeout: waits.headMs,
        requestTimeout: waits.requestMs,
        connectionsCheckingInterval: waits.lookMs,
        keepAliveTimeout: waits.keepAliveMs,
        maxHeaderSize: MAX_HEAD_BYTES,
        noDelay: true,
      },
      answer,
    );
    this.#http.maxHeadersCount = MAX_HEADERS;
    this.#http.on('clientError', refuse);
    // Node would answer without a body; what is expected may be ignored (RFC 9110 §10.1.1).
    this.#http.on('checkExpectation', answer);
    this.#http2 = createHttp2Server(
      { maxHeaderListPairs: MAX_HEADERS, settings: { maxConcurrentStreams: MAX_STREAMS } },
      // Node's own compatibility layer: the same members as for HTTP/1.1.
      answer as unknown as (request: Http2ServerRequest, response: Http2ServerResponse) => void,
    );
    this.#http2.on('checkExpectation', answer);
    this.#http2.on('session', (session) => this.#keep(session));
    this.#tcp = createTcpServer({ noDelay: true }, (socket) => this.#took(socket));
  }

  /** The number of requests that are being answered. */
  get running(): number {
    return this.#running;
  }

  /** Resolves with the port, when connections are taken; rejects where the address cannot be had. */
  listen({ host, port }: Address): Promise<number> {
    // It gets its connections from another listener, and looks at their times only after this.
    this.#http.emit('listening');
    return new Promise((resolve, reject) => {
      this.#tcp.once('error', reject);
      this.#tcp.listen(port, host, () => {
        const address = this.#tcp.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  /**
   * Takes no new connections, and lets those that are there end with their next answer. Resolves when none is left, or when the signal
   * aborts: whatever still runs is broken off then.
   */
  async leave(signal: AbortSignal): Promise<void> {
    this.#isLeaving = true;
    this.#tcp.close();
    for (const session of this.#sessions) session.close();
    // A request may be on its way on a connection that waits for one.
    for (let begun = -1; begun !== this.#begun && !signal.aborted; ) {
      begun = this.#begun;
      await this.#idle(signal);
      if (this.#sockets.size > 0) await delay(this.#clock, this.#waits.lastMs, signal);
    }
    for (const socket of this.#sockets) socket.destroy();
    this.#http.close();
  }

  /** Resolves when no request is being answered, or the signal aborts. */
  #idle(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (this.#running === 0 || signal.aborted) resolve();
      this.#onIdle = resolve;
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  #keep(session: ServerHttp2Session): void {
    const idle = () => this.#clock.after(this.#waits.keepAliveMs, () => session.destroy());
    let streams = 0;
    let late = idle();
    this.#sessions.add(session);
    session.on('error', () => undefined);
    session.on('stream', (stream) => {
      streams++;
      late.dispose();
      stream.once('close', () => {
        streams--;
        if (streams === 0 && !session.destroyed) late = idle();
      });
    });
    session.once('close', () => {
      this.#sessions.delete(session);
      late.dispose();
    });
  }

  /** Requests of HTTP/1.1 that come before others of their connection are answered: false where there are too many. */
  #isInLine(socket: Socket): boolean {
    const count = (this.#lines.get(socket) ?? 0) + 1;
    if (count > MAX_PIPELINED) socket.destroy();
    else this.#lines.set(socket, count);
    return count <= MAX_PIPELINED;
  }

  #leaveLine(socket: Socket): void {
    this.#lines.set(socket, (this.#lines.get(socket) ?? 1) - 1);
  }

  /** The rest is with the client, for ever if it likes. */
  #leaveUnread(response: Parameters<Face['answer']>[1]): Disposable {
    return this.#clock.after(this.#waits.unreadMs, () => response.destroy());
  }

  #ended(): void {
    this.#running--;
    if (this.#running === 0) this.#onIdle?.();
  }

  #took(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const late = this.#clock.after(this.#waits.headMs, () => socket.destroy());
    socket.once('close', () => late.dispose());
    socket.once('data', (first: Buffer) => {
      late.dispose();
      socket.pause();
      const isHttp2 = first.subarray(0, HTTP2.length).equals(HTTP2);
      (isHttp2 ? this.#http2 : this.#http).emit('connection', socket);
      socket.unshift(first);
      socket.resume();
    });
  }
}

/** Answers in OpenAI's form where a request is not even one. */
function refuse(
  error: NodeJS.ErrnoException,
  socket: Pick<Socket, 'writable' | 'end' | 'destroy' | 'destroySoon'>,
): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const [status, message] = STATUSES[error.code ?? ''] ?? [400, 'This is no request of HTTP.'];
  const text = JSON.stringify(
    new ApiError(message, { status, type: 'invalid_request_error' }).body(),
  );
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
  // Its client may never end the other half.
  socket.destroySoon();
}

const STATUSES: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The request is too large.'],
};
