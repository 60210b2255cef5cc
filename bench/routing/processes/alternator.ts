import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that sends the requests for text to some servers in turn, whatever they ask. */
export class Alternator {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Resolves when it listens; `urls` are without paths. */
  static async start(urls: readonly string[]): Promise<Alternator> {
    let turn = 0;
    const server = createServer((asked, response) => {
      const { method, url: path = '/', headers } = asked;
      const url = urls[method === 'POST' ? turn++ % urls.length : 0] ?? '';
      const passed = request(url + path, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      passed.on('error', () => response.destroy());
      response.on('close', () => passed.destroy());
      asked.pipe(passed);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Alternator(server);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
