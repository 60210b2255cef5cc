import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A model server on this machine. */
export interface CompletionServer {
  /** Base URL of its OpenAI-compatible API. */
  readonly url: string;
  readonly stop: () => void;
}

/** Answers every completion with what `answer` says at that moment, at once and in one piece. */
export async function completionServer(answer: () => string): Promise<CompletionServer> {
  const choice = (text: string, finish: string | null) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(`${choice(answer(), null)}${choice('', 'stop')}data: [DONE]\n\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}/v1`, stop };
}
