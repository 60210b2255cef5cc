import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import type { ApiError } from './apiError.ts';

/** One request and its answer, over HTTP/1.1; over HTTP/2 Node gives objects with the same members. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Under which logs on both sides find it. */
  readonly id: string;
  /** Told when its turn has come: it goes to a model server, or is answered. */
  readonly onTurn: () => void;
}

/** A client that is refused while it still sends its request has so long to read why. */
const LINGER_MS = 2_000;
/** Most bytes that wait for a client which does not read: its connection is closed then. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
const CLIENTS_ID = /^[\w.:-]{1,128}$/;

/** The id that a client gave its request, where it is one; else a new one. */
export const requestId = (request: Exchange['request'], newId: () => string): string => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && CLIENTS_ID.test(given) ? given : newId();
};

/** Answers with a whole body. */
export function sendJson(
  exchange: Exchange,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  begin(exchange, status, body, headers);
  exchange.response.end(body);
}

function begin(
  exchange: Exchange,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  const { response } = exchange;
  if (status < 400) exchange.onTurn();
  response.writeHead(status, {
    ...headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'x-request-id': exchange.id,
  });
}

/**
 * Answers with an error. A body that was not read to its end closes the connection: what follows on it is not a request. It is closed when that
 * body has come, or a while after: a client that still sends would find a broken connection, and no answer (RFC 9112 §9.6).
 */
export function sendError(exchange: Exchange, error: ApiError, clock: Clock): void {
  const { request, response } = exchange;
  const [body, headers] = [JSON.stringify(error.body()), error.headers()];
  if (request.complete || request.httpVersionMajor >= 2) {
    sendJson(exchange, error.status, body, headers);
    return;
  }
  begin(exchange, error.status, body, { ...headers, connection: 'close' });
  response.write(body);
  const end = () => {
    late.dispose();
    response.end();
  };
  const late = clock.after(LINGER_MS, end);
  request.once('close', end);
  request.once('end', end);
  request.resume();
}

/** A stream of events to a client. */
export class EventWriter {
  readonly #exchange: Exchange;
  readonly #headers: () => Readonly<Record<string, string>>;
  #isBegun = false;

  /** The headers are asked for when the first event is there. */
  constructor(exchange: Exchange, headers: () => Readonly<Record<string, string>>) {
    this.#exchange = exchange;
    this.#headers = headers;
  }

  get isBegun(): boolean {
    return this.#isBegun;
  }

  /** Sends messages; false when the client takes no more. */
  write(messages: readonly string[]): boolean {
    const { response } = this.#exchange;
    if (response.destroyed) return false;
    this.#begin();
    if (messages.length > 0) this.#send(messages.map((each) => `data: ${each}\n\n`).join(''));
    if (response.writableLength <= MAX_WAITING_BYTES) return true;
    response.destroy();
    return false;
  }

  end(...messages: readonly string[]): void {
    this.write(messages);
    this.#exchange.response.end();
  }

  #begin(): void {
    if (this.#isBegun) return;
    this.#isBegun = true;
    this.#exchange.onTurn();
    this.#exchange.response.writeHead(200, {
      ...this.#headers(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // Proxies of nginx's kind hold small pieces back otherwise.
      'x-accel-buffering': 'no',
      'x-request-id': this.#exchange.id,
    });
  }

  #send(text: string): void {
    this.#exchange.response.write(text);
  }
}
