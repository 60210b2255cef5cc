import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { chatAnswer, chatEvents, wholeChat } from './openAi/chat.ts';
import { type Operation, refusalFor } from './openAi/checks.ts';
import { embeddingsOf } from './openAi/embeddings.ts';
import { CREATED, isMembers, listOf, type Members } from './openAi/forms.ts';
import {
  noJson,
  noKey,
  noSuchAddress,
  noSuchModel,
  type Refusal,
  refusalOf,
  wrongKey,
} from './openAi/refusals.ts';
import { textOf } from './openAi/scriptedModel.ts';
import { textAnswer, textEvents, wholeText } from './openAi/text.ts';

const OPERATIONS: Readonly<Record<string, Operation>> = {
  '/v1/chat/completions': 'chat',
  '/v1/completions': 'text',
  '/v1/embeddings': 'embeddings',
};
const HEADERS = {
  'openai-version': '2020-10-01',
  'openai-organization': 'org-1',
  'openai-processing-ms': '7',
  'x-ratelimit-limit-requests': '30000',
  'x-ratelimit-remaining-requests': '29999',
  'x-ratelimit-reset-requests': '2ms',
};
/** `fails-429-once-…`: a model that refuses so often. */
const FAILS = /^fails-(\d{3})-(once|twice|always)/;
const TIMES: Readonly<Record<string, number>> = { once: 1, twice: 2 };
/** After so many events a stream does what the prompt says of it. */
const EVENTS_BEFORE = 3;

export interface OpenAiUpstreamOptions {
  readonly key: string;
  readonly models: readonly string[];
  /** The same seed and request give the same answer. */
  readonly seed: number;
}

/**
 * A server with OpenAI's API after its reference (github.com/openai/openai-openapi). The last message, or the prompt, says what happens to an
 * answer: `Wait` holds it back until `release`, `Never begin`, `Break off`, `Report an error`.
 */
export class OpenAiUpstream {
  /** Bodies of the requests for completions and embeddings that came. */
  readonly bodies: Members[] = [];
  /** Answers that were broken off by who had asked. */
  aborted = 0;
  /** Answers under way. */
  running = 0;
  readonly #options: OpenAiUpstreamOptions;
  readonly #sockets = new Set<Socket>();
  readonly #failed = new Map<string, number>();
  readonly #waiting = new Set<() => void>();
  #onWaiting: (() => void) | undefined;
  readonly #server = createServer((request, response) => {
    void this.#answer(request, response).catch(() => response.destroy());
  });

  constructor(options: OpenAiUpstreamOptions) {
    this.#options = options;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      // Clients keep their connections: these are nobody's leak.
      socket.unref();
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  get calls(): number {
    return this.bodies.length;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Lets the answers go on that wait, as soon as there is one. */
  async release(): Promise<void> {
    if (this.#waiting.size === 0) {
      await new Promise<void>((resolve) => {
        this.#onWaiting = resolve;
      });
    }
    for (const resume of this.#waiting) resume();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const path = new URL(url, 'http://upstream').pathname;
    const key = /^Bearer (.*)$/.exec(headers.authorization ?? '')?.[1];
    if (key === undefined) return refuse(response, noKey());
    if (key !== this.#options.key) return refuse(response, wrongKey(key));
    if (method === 'GET' && /^\/v1\/models(?:\/|$)/.test(path))
      return this.#tellModels(path, response);
    const operation = OPERATIONS[path];
    if (method !== 'POST' || operation === undefined)
      return refuse(response, noSuchAddress(method, path));
    const body = parsed(Buffer.concat(chunks).toString());
    if (body === undefined) return refuse(response, noJson());
    this.bodies.push(body);
    const refusal = refusalFor(operation, body, this.#options.models) ?? this.#fails(body);
    if (refusal !== undefined) return refuse(response, refusal);
    this.running++;
    response.once('close', () => {
      this.running--;
      if (!response.writableFinished) this.aborted++;
    });
    return this.#say(operation, body, response);
  }

  #tellModels(path: string, response: ServerResponse): void {
    const all = this.#options.models.map((id) => ({
      id,
      object: 'model',
      created: CREATED,
      owned_by: 'system',
    }));
    const id = decodeURIComponent(path.replace('/v1/models/', ''));
    const model = all.find((each) => each.id === id);
    if (path === '/v1/models') send(response, { object: 'list', data: all });
    else if (model === undefined) refuse(response, noSuchModel(id));
    else send(response, model);
  }

  #fails({ model }: Members): Refusal | undefined {
    const [, status, often] = FAILS.exec(String(model)) ?? [];
    if (status === undefined || often === undefined) return undefined;
    const failed = this.#failed.get(String(model)) ?? 0;
    if (failed >= (TIMES[often] ?? Number.POSITIVE_INFINITY)) return undefined;
    this.#failed.set(String(model), failed + 1);
    return refusalOf(Number(status), String(model));
  }

  async #say(operation: Operation, body: Members, response: ServerResponse): Promise<void> {
    const { seed } = this.#options;
    const asked = askedIn(body);
    if (/^Never begin\b/.test(asked)) return;
    if (operation === 'embeddings') return send(response, embeddingsOf(body, seed));
    const isStreamed = body.stream === true;
    if (!isStreamed && /^Wait\b/.test(asked)) await this.#released(response);
    if (operation === 'chat') {
      const answer = chatAnswer(body, seed);
      if (!isStreamed) return send(response, wholeChat(answer));
      return this.#stream(chatEvents(answer, body), asked, response);
    }
    const answer = textAnswer(body, seed);
    if (!isStreamed) return send(response, wholeText(answer));
    return this.#stream(textEvents(answer, body), asked, response);
  }

  async #stream(
    events: readonly Members[],
    asked: string,
    response: ServerResponse,
  ): Promise<void> {
    response.writeHead(200, { ...headers(), 'content-type': 'text/event-stream; charset=utf-8' });
    for (const [at, event] of events.entries()) {
      if (at === EVENTS_BEFORE) {
        if (/^Break off\b/.test(asked)) return void response.destroy();
        if (/^Report an error\b/.test(asked)) {
          const { error } = refusalOf(500, '');
          return void response.end(`data: ${JSON.stringify({ error })}\n\n`);
        }
        if (/^Wait\b/.test(asked)) await this.#released(response);
      }
      await written(response, Buffer.from(`data: ${JSON.stringify(event)}\n\n`), at);
      if (response.destroyed) return;
    }
    response.end('data: [DONE]\n\n');
  }

  /** Resolves when answers may go on, or when nobody listens any more. */
  async #released(response: ServerResponse): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    response.once('close', resolve);
    this.#onWaiting?.();
    await promise;
    this.#waiting.delete(resolve);
  }
}

/** Writes an event, in two pieces where its place is odd: they part within a character, too. */
async function written(response: ServerResponse, bytes: Buffer, at: number): Promise<void> {
  const cut = at % 2 === 1 ? (at * 37) % bytes.length : bytes.length;
  for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
    if (piece.length === 0) continue;
    response.write(piece);
    await new Promise(setImmediate);
  }
}

function parsed(text: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function askedIn({ messages, prompt }: Members): string {
  const last = listOf(messages).at(-1);
  return isMembers(last) ? textOf(last.content) : String([prompt].flat()[0] ?? '');
}

let requests = 0;
const headers = () => ({ ...HEADERS, 'x-request-id': `req_${++requests}` });

function send(response: ServerResponse, body: Members, status = 200, more: object = {}): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers(),
    ...more,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

const refuse = (response: ServerResponse, { status, error, headers = {} }: Refusal): void =>
  send(response, { error }, status, headers);
