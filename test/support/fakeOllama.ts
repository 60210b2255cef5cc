import { createServer } from 'node:http';

/** Where Ollama listens. */
export const OLLAMA_PORT = 11_434;

/** A server that lists and answers like Ollama, on Ollama's port, with one model and one completion. */
export class FakeOllama {
  /** Method and path of each request. */
  readonly asked: string[] = [];
  readonly #server;

  constructor(completion: string) {
    this.#server = createServer((request, response) => {
      this.asked.push(`${request.method} ${request.url}`);
      request.resume();
      if (request.url === '/api/tags') {
        response.end(JSON.stringify({ models: [{ name: 'qwen2.5-coder:1.5b' }] }));
        return;
      }
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      const lines = [
        { response: completion, done: false },
        { response: '', done: true, done_reason: 'stop' },
      ];
      response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(OLLAMA_PORT, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
