import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** Writes bytes as they are onto a connection over which a request has come. */
export type RawAnswer = (socket: Socket) => void | Promise<void>;

/** A server on a real socket that knows no HTTP: it reads until a request is there, and writes what a test says. */
export class RawServer {
  answer: RawAnswer;
  /** Requests so far. */
  requests = 0;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(answer: RawAnswer) {
    this.answer = answer;
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
      let head = '';
      socket.on('data', (chunk) => {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
        if (end === -1 || head.length < end + 4 + length) return;
        head = '';
        this.requests++;
        void this.answer(socket);
      });
    });
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('It does not listen');
    return address.port;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Writes a part over and over, as fast as it is taken, until the connection is closed, or `most` bytes are written. */
export async function flood(
  socket: Socket,
  part: string | Uint8Array,
  most = 256 * 1024 * 1024,
): Promise<void> {
  const closed = once(socket, 'close').catch(() => undefined);
  while (!socket.destroyed && socket.bytesWritten < most) {
    if (socket.write(part)) await new Promise(setImmediate);
    else await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
  }
}
