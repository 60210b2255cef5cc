import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The pieces of the answer to a request; called for every request. */
export type Answers = () => Iterable<string>;

/** An answer to the byte, in pieces that are written one by one. */
export interface RawAnswer {
  /** Of success where it is not said. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly pieces: Iterable<string | Uint8Array>;
}

/** A model server on this machine whose answers come as fast as they are read, each piece an event of its own. */
export class ModelServer {
  readonly url: string;
  answers: Answers;
  /** Answers to the byte, in place of `answers`. */
  raw: ((isChat: boolean) => RawAnswer) | undefined;
  readonly #server: Server;

  private constructor(server: Server, answers: Answers) {
    this.#server = server;
    this.answers = answers;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  static async start(answers: Answers): Promise<ModelServer> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const model = new ModelServer(server, answers);
    server.on('request', async (request, response) => {
      request.resume();
      const isChat = request.url?.includes('/chat/') === true;
      const event = (text: string, finish: string | null) =>
        isChat
          ? { index: 0, delta: { content: text }, finish_reason: finish }
          : { index: 0, text, finish_reason: finish };
      const send = (text: string, finish: string | null) =>
        response.write(`data: ${JSON.stringify({ choices: [event(text, finish)] })}\n\n`);
      // No connection stays open behind an answer.
      const headers = { 'content-type': 'text/event-stream', connection: 'close' };
      if (model.raw !== undefined) return sendRaw(response, model.raw(isChat), headers);
      response.writeHead(200, headers);
      for (const piece of model.answers()) {
        if (response.destroyed) return;
        if (!send(piece, null)) await drained(response);
      }
      send('', 'stop');
      response.end('data: [DONE]\n\n');
    });
    return model;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

async function sendRaw(
  response: ServerResponse,
  { status = 200, headers, pieces }: RawAnswer,
  usual: Readonly<Record<string, string>>,
): Promise<void> {
  response.writeHead(status, { ...usual, ...headers });
  for (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

/** Resolves when more may be written, or the reader has gone. */
const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.on('drain', done);
    response.on('close', done);
  });
