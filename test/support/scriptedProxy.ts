import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Answers one message of a client in place of leading on; `undefined` leads on. */
type Answer = (head: string) => string | undefined;

/** A proxy of HTTP that says what a test wants it to say, and else leads `CONNECT` on to one port of this machine. */
export class ScriptedProxy {
  readonly heads: string[] = [];
  answer: Answer = () => undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server;

  constructor(target: number) {
    this.#server = createServer((socket) => {
      this.#keep(socket);
      socket.once('data', (data) => {
        const head = data.toString();
        this.heads.push(head);
        const said = this.answer(head);
        if (said === '') socket.destroy();
        else if (said !== undefined) socket.end(said);
        else {
          const server = this.#keep(connect(target, '127.0.0.1'));
          if (head.startsWith('CONNECT ')) socket.write('HTTP/1.1 200 Fine\r\n\r\n');
          else server.write(data);
          socket.pipe(server).pipe(socket);
        }
      });
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
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
