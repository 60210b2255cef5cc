import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** How one request is answered. Texts come as chunks of one streamed answer. */
export interface Plan {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Chunks of text, sent in the form that the path asks for. */
  readonly chunks?: readonly string[];
  /** Bytes sent as they are, in place of `chunks`. */
  readonly raw?: readonly (string | Uint8Array)[];
  readonly finishReason?: string | null;
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
  /** Waits before the headers and before each chunk. */
  readonly headDelayMs?: number;
  readonly chunkDelayMs?: number;
  /** After the chunks: end properly, break the connection, or stay silent for ever. */
  readonly end?: 'done' | 'noDone' | 'reset' | 'hang';
}

/** A request as the upstream received it. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: the body is whatever the client sent; tests look into it.
  readonly body: any;
  /** The body, uncompressed. */
  readonly text: string;
  /** The client closed before the answer had ended. */
  aborted: boolean;
  readonly closed: Promise<void>;
}

/**
 * A model server on a real socket that answers by plan and keeps a record. `plan` is asked for every
 * request; the path decides between completion and chat chunks.
 */
export class ScriptedUpstream {
  readonly received: Received[] = [];
  plan: (received: Received, index: number) => Plan;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const bytes = Buffer.concat(parts);
    const isCoded = request.headers['content-encoding'] === 'gzip';
    const text = (isCoded ? gunzipSync(bytes) : bytes).toString();
    const closed = Promise.withResolvers<void>();
    const received: Received = {
      path: request.url ?? '',
      headers: request.headers,
      body: text === '' ? undefined : JSON.parse(text),
      text,
      aborted: false,
      closed: closed.promise,
    };
    response.on('close', () => {
      received.aborted = !response.writableFinished;
      closed.resolve();
    });
    this.received.push(received);
    await answer(response, received, this.plan(received, this.received.length - 1));
  });

  constructor(plan: (received: Received, index: number) => Plan = () => ({})) {
    this.plan = plan;
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  get openSockets(): number {
    return this.#sockets.size;
  }

  start(): Promise<this> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', () => resolve(this)));
  }

  stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

async function answer(response: ServerResponse, { path }: Received, plan: Plan): Promise<void> {
  await pause(plan.headDelayMs);
  const { status = 200 } = plan;
  response.writeHead(status, { 'content-type': 'text/event-stream', ...plan.headers });
  if (status !== 200) {
    response.end(JSON.stringify({ error: { message: 'scripted' } }));
    return;
  }
  for (const chunk of plan.raw ?? events(path, plan)) {
    await pause(plan.chunkDelayMs);
    if (response.destroyed) return;
    response.write(chunk);
  }
  if (plan.end === 'hang') {
    response.flushHeaders();
    return;
  }
  if (plan.end === 'reset') {
    // What was written must arrive before the break does.
    await pause(20);
    response.destroy();
  } else response.end();
}

function* events(path: string, plan: Plan): Generator<string> {
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
  const choice = (text: string, finish_reason: string | null) =>
    path.includes('/chat/')
      ? { index: 0, delta: { content: text }, finish_reason }
      : { index: 0, text, finish_reason };
  for (const text of plan.chunks ?? []) yield event({ choices: [choice(text, null)] });
  if (plan.end === 'reset' || plan.end === 'hang') return;
  const { finishReason = 'stop' } = plan;
  if (finishReason !== null) yield event({ choices: [choice('', finishReason)] });
  if (plan.usage !== undefined) yield event({ choices: [], usage: plan.usage });
  if (plan.end !== 'noDone') yield 'data: [DONE]\n\n';
}

const pause = (ms = 0): Promise<void> =>
  ms === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms).unref());
