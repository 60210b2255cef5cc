import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The faults of a line between two ends, from the server to the client. */
export interface LineFaults {
  /** Before each piece, in milliseconds. */
  readonly latencyMs?: number;
  /** Pieces of so many bytes, each by itself. */
  readonly sliceBytes?: number;
  readonly bytesPerSecond?: number;
  /** The line breaks after so many bytes, with a reset. */
  readonly resetAfter?: number;
  /** Nothing passes any more after so many bytes, and nobody is told. */
  readonly silentAfter?: number;
}

/** A line of TCP to a server that is slow, narrow, or breaks. */
export class TcpProxy {
  faults: LineFaults = {};
  readonly #sockets = new Set<Socket>();
  readonly #server;

  constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      for (const socket of [client, server]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          this.#sockets.delete(socket);
          if (this.faults.silentAfter === undefined || socket === client) client.destroy();
          if (socket === client) server.destroy();
        });
      }
      client.pipe(server);
      void this.#carry(server, client);
    });
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  /** With the path of a base URL. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #carry(server: Socket, client: Socket): Promise<void> {
    let carried = 0;
    try {
      for await (const chunk of server) {
        const { latencyMs = 0, sliceBytes = chunk.length, bytesPerSecond } = this.faults;
        for (let at = 0; at < chunk.length; at += sliceBytes) {
          const piece: Uint8Array = chunk.subarray(at, at + sliceBytes);
          const { resetAfter = Number.POSITIVE_INFINITY } = this.faults;
          const { silentAfter = Number.POSITIVE_INFINITY } = this.faults;
          carried += piece.length;
          if (carried > resetAfter) return void client.resetAndDestroy();
          if (carried > silentAfter) continue;
          const narrowMs =
            bytesPerSecond === undefined ? 0 : (1_000 * piece.length) / bytesPerSecond;
          await pause(latencyMs + narrowMs);
          client.write(piece);
        }
      }
      if (this.faults.silentAfter === undefined) client.end();
    } catch {
      // The server broke off: so does the line.
      client.destroy();
    }
  }
}

const pause = (ms: number): Promise<void> =>
  ms === 0
    ? new Promise((resolve) => setImmediate(resolve))
    : new Promise((resolve) => setTimeout(resolve, ms));
