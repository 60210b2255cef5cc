import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A line to a server whose way can go away, as that of a laptop that slept, or changed its network. */
export class SwitchedLine {
  /** New connections lead to the server, are accepted and stay silent, or are reset. */
  way: 'open' | 'silent' | 'reset' = 'open';
  connections = 0;
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  readonly #sockets = new Set<Socket>();
  readonly #server;

  constructor(target: string) {
    const { port } = new URL(target);
    this.#server = createServer((client) => {
      this.connections++;
      this.#keep(client);
      if (this.way === 'reset') client.resetAndDestroy();
      if (this.way !== 'open') return;
      const server = this.#keep(connect(Number(port), '127.0.0.1'));
      this.#pairs.add([client, server]);
      client.pipe(server).pipe(client);
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** Nothing passes any more over the connections that there are, in either direction, and nobody is told. */
  cutSilently(): void {
    for (const [client, server] of this.#pairs) {
      client.unpipe(server);
      server.unpipe(client);
      client.resume();
      server.resume();
    }
    this.#pairs.clear();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
