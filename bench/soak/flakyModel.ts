import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../tools/random.ts';
import { FAULTS } from './hour.ts';

type Fault = keyof typeof FAULTS;

/** Milliseconds of real time between the pieces of a slow answer. */
const SLOW_MS = 40;

/** A model server that answers as its user says, and fails as often as `FAULTS` has it. */
export class FlakyModel {
  readonly url: string;
  /** How often each fault was met, and how many requests there were. */
  readonly met = new Map<Fault | 'requests', number>();
  /** The text of an answer to a completion or, for chats, to a fix. */
  answer: (isChat: boolean) => string = () => '';
  readonly #random: () => number;
  readonly #server: Server;

  private constructor(server: Server, seed: number) {
    this.#server = server;
    this.#random = seededRandom(seed);
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  }

  static async start(seed: number): Promise<FlakyModel> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const model = new FlakyModel(server, seed);
    server.on('request', (request, response) => {
      request.resume();
      response.on('error', () => undefined);
      void model.#answerTo(request.url?.includes('/chat/') === true, response);
    });
    return model;
  }

  /** Closes the connections on which no request is under way: how many there are is chance. */
  closeIdle(): void {
    this.#server.closeIdleConnections();
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answerTo(isChat: boolean, response: ServerResponse): Promise<void> {
    const fault = this.#fault();
    this.#count('requests');
    if (fault !== undefined) this.#count(fault);
    if (fault === 'droppedAtOnce') {
      response.destroy();
      return;
    }
    if (fault === 'tooManyRequests' || fault === 'serverError') {
      const status = fault === 'serverError' ? 500 : 429;
      response.writeHead(status, { 'content-type': 'application/json', 'retry-after': '2' });
      response.end('{"error":{"message":"not now"}}');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const text = this.answer(isChat);
    const middle = Math.ceil(text.length / 2);
    for (const piece of [text.slice(0, middle), text.slice(middle)]) {
      response.write(event(isChat, piece, null));
      if (fault === 'slow') await sleep(SLOW_MS);
      if (fault === 'droppedInTheMiddle') {
        response.destroy();
        return;
      }
    }
    response.end(`${event(isChat, '', 'stop')}data: [DONE]\n\n`);
  }

  #fault(): Fault | undefined {
    let left = this.#random();
    for (const [fault, share] of Object.entries(FAULTS)) {
      left -= share;
      if (left < 0) return fault as Fault;
    }
    return undefined;
  }

  #count(what: Fault | 'requests'): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }
}

function event(isChat: boolean, text: string, finish: string | null): string {
  const said = isChat ? { delta: { content: text } } : { text };
  const choice = { index: 0, ...said, finish_reason: finish };
  return `data: ${JSON.stringify({ choices: [choice] })}\n\n`;
}
