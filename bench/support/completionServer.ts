import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A model server on this machine. */
export interface CompletionServer {
  /** Base URL of its OpenAI-compatible API. */
  readonly url: string;
  readonly stop: () => void;
}

/** In milliseconds, between the pieces of an answer, so that each is read by itself. */
const PIECE_MS = 5;

/** Answers every completion with what `answer` says at that moment, at once, in so many pieces. */
export async function completionServer(
  answer: () => string,
  pieces = 1,
): Promise<CompletionServer> {
  const choice = (text: string, finish: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
  const server = createServer(async (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const [first = '', ...others] = piecesOf(answer(), pieces);
    let last = first;
    for (const piece of others) {
      response.write(choice(last, null));
      await sleep(PIECE_MS);
      last = piece;
    }
    response.end(`${choice(last, null)}${choice('', 'stop')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/v1`, stop };
}

function piecesOf(text: string, count: number): string[] {
  const size = Math.ceil(text.length / count);
  return Array.from({ length: count }, (_, index) => text.slice(index * size, (index + 1) * size));
}
