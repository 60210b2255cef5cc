import { createServer, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A forward proxy: tunnels for `CONNECT`, passes plain requests on, and writes down where it was asked to go. */
export class ForwardProxy {
  readonly asked: string[] = [];
  readonly #server = createServer((incoming, outgoing) => {
    this.asked.push(incoming.url ?? '');
    const { method, headers } = incoming;
    const passed = request(incoming.url ?? '', { method: method ?? 'GET', headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on('error', () => outgoing.destroy());
    incoming.pipe(passed);
  });

  constructor() {
    this.#server.on('connect', ({ url = '' }, socket) => {
      this.asked.push(url);
      const [host, port] = url.split(':');
      const target = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.pipe(socket).pipe(target);
      });
      target.on('error', () => socket.destroy());
      socket.on('error', () => target.destroy());
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
