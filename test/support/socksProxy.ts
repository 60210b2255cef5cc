import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { freePort, isListening } from '../../tools/servers/realServers.ts';
import { waitFor } from '../../tools/waitFor.ts';

/** A real SOCKS 5 proxy, microsocks. */
export class MicroSocks {
  readonly port: number;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
  }

  static async begin(...options: string[]): Promise<MicroSocks> {
    const port = await freePort();
    const own = ['-i', '127.0.0.1', '-p', String(port)];
    const child = spawn('microsocks', [...own, ...options], { stdio: 'ignore' });
    await waitFor('microsocks', () => isListening(port));
    return new MicroSocks(child, port);
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}

/** SOCKS 5 as RFC 1928 writes it, by hand: keeps what it is asked for, and leads on to one port of this machine. */
export class ScriptedSocks {
  /** The requests of clients, in hexadecimal digits. */
  readonly asked: string[] = [];
  /** The reply; 0 leads on. */
  reply = 0;
  /** Bytes that come one by one, as a slow line brings them. */
  isSlow = false;
  readonly #sockets = new Set<Socket>();
  readonly #server;

  constructor(target: number) {
    this.#server = createServer((socket) => {
      this.#keep(socket);
      socket.once('data', () => {
        void this.#say(socket, [5, 0]);
        socket.once('data', async (request) => {
          // What comes before the pipe is there would be lost.
          socket.pause();
          this.asked.push(request.toString('hex'));
          // Bound to a name, as the RFC allows.
          await this.#say(socket, [5, this.reply, 0, 3, 1, 97, 0, 80]);
          if (this.reply !== 0) {
            socket.end();
            return;
          }
          const server = this.#keep(connect(target, '127.0.0.1'));
          socket.pipe(server).pipe(socket);
        });
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #say(socket: Socket, bytes: number[]): Promise<void> {
    if (!this.isSlow) return void socket.write(Uint8Array.from(bytes));
    for (const byte of bytes) {
      socket.write(Uint8Array.of(byte));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    return socket;
  }
}
