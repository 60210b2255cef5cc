import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const MINUTE_MS = 60_000;
/** Stands in every answer of the model, and nowhere else. */
export const MARK = 'fromTheModel';

export interface LimitedModelOptions {
  readonly delayMs: number;
  /** As many requests are answered in any minute, whoever asks; 429 to all others. */
  readonly perMinute?: number;
}

/** A model server that says what it was asked for, and refuses what is above its limit. */
export class LimitedModel {
  readonly url: string;
  readonly stop: () => void;
  calls = 0;
  refused = 0;
  readonly #bodies = new Set<string>();
  /** When requests were answered. */
  readonly #answered: number[] = [];
  readonly #options: LimitedModelOptions;

  private constructor(url: string, stop: () => void, options: LimitedModelOptions) {
    this.url = url;
    this.stop = stop;
    this.#options = options;
  }

  static async start(options: LimitedModelOptions): Promise<LimitedModel> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = () => {
      server.closeAllConnections();
      server.close();
    };
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
    const model = new LimitedModel(url, stop, options);
    server.on('request', (request, response) => void model.#answer(request, response));
    return model;
  }

  /** How many different questions were answered. */
  get distinct(): number {
    return this.#bodies.size;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request.setEncoding('utf8')) body += part;
    if (request.method !== 'POST') {
      response.writeHead(404).end();
      return;
    }
    this.calls++;
    const waitMs = this.#waitMs();
    if (waitMs > 0) {
      this.refused++;
      const headers = {
        'content-type': 'application/json',
        'retry-after': String(Math.ceil(waitMs / 1_000)),
      };
      response
        .writeHead(429, headers)
        .end('{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}');
      return;
    }
    const digest = createHash('sha256').update(body).digest('hex').slice(0, 8);
    this.#bodies.add(digest);
    this.#answered.push(performance.now());
    setTimeout(() => {
      const choice = (text: string, finish: string | null) =>
        `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;
      const text = `const ${MARK}${digest} = first + second;`;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(`${choice(text, null)}${choice('', 'stop')}data: [DONE]\n\n`);
    }, this.#options.delayMs);
  }

  /** The most that were answered within a minute. */
  get mostInMinute(): number {
    const upTo = (at: number) =>
      this.#answered.filter((each) => each > at - MINUTE_MS && each <= at);
    return Math.max(0, ...this.#answered.map((at) => upTo(at).length));
  }

  /** 0 where one more is within the limit. */
  #waitMs(): number {
    const { perMinute = Number.POSITIVE_INFINITY } = this.#options;
    const since = performance.now() - MINUTE_MS;
    const within = this.#answered.filter((at) => at > since);
    const oldest = within[within.length - perMinute];
    return oldest === undefined ? 0 : oldest - since;
  }
}
