import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A file origin as the HTTP tier wants one: GET with ETag, PUT where the first write wins. */
export class HttpOrigin {
  readonly files = new Map<string, Buffer>();
  /** Method and status of each request, and the headers it came with. */
  readonly seen: { method: string; status: number; headers: IncomingMessage['headers'] }[] = [];
  cacheControl = 'public, max-age=86400, immutable';
  /** Answers in place of the origin, for what must go wrong. */
  misbehave: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer(async (request, response) => {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part);
    const { method = '', headers } = request;
    response.on('finish', () => this.seen.push({ method, status: response.statusCode, headers }));
    if (this.misbehave !== undefined) this.misbehave(request, response);
    else this.#answer(request, Buffer.concat(body), response);
  });

  constructor() {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  begin(): Promise<this> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(this)));
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const path = request.url ?? '';
    const file = this.files.get(path);
    if (request.method === 'PUT') {
      if (file === undefined) this.files.set(path, body);
      const isRefused = file !== undefined && request.headers['if-none-match'] === '*';
      response.writeHead(isRefused ? 412 : 201).end();
      return;
    }
    if (file === undefined) {
      response.writeHead(404).end('no such file');
      return;
    }
    const etag = `"${createHash('sha256').update(file).digest('hex').slice(0, 16)}"`;
    const headers = { etag, 'cache-control': this.cacheControl };
    if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
    else response.writeHead(200, headers).end(file);
  }
}
