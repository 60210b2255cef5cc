import { strict as assert } from 'node:assert';
import { connect, type Socket } from 'node:net';
import { systemClock } from '../../server/src/base/clock.ts';
import type { Generate } from '../../server/src/domain/generation.ts';
import type { Pass } from '../../server/src/http/openai/admission.ts';
import { Face, type FaceEvent, type FaceTools } from '../../server/src/http/openai/face.ts';
import { Listener, type Waits } from '../../server/src/http/openai/listener.ts';
import { waitFor } from '../../tools/waitFor.ts';

/** Client and gateway are one process, and busy with each other: a test of a wait shortens it. */
const WAITS: Waits = {
  headMs: 10_000,
  requestMs: 20_000,
  lookMs: 50,
  keepAliveMs: 20_000,
  unreadMs: 400,
  lastMs: 50,
};
export const ANSWER = JSON.stringify({
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', content: 'hi' }, finish_reason: 'stop' }],
});
/** In every prompt, so that a leak is seen. */
export const SECRET = 'the-secret-of-the-prompt';
export const chat = (more: object = {}): string =>
  JSON.stringify({ model: 'm', messages: [{ role: 'user', content: SECRET }], ...more });

/** The gateway's face at a real listener, with doubles behind it. */
export class ListeningFace {
  readonly events: FaceEvent[] = [];
  /** Requests that were let in and have not left. */
  inside = 0;
  settled: unknown[] = [];
  generate: Generate = async () => ({
    text: ANSWER,
    ending: 'stop',
    endpointId: 'e',
    model: 'm',
    source: 'upstream',
  });
  tools: Partial<FaceTools> = {};
  port = 0;
  readonly listener: Listener;
  readonly #sockets = new Set<Socket>();

  constructor(waits: Partial<Waits> = {}) {
    const face = new Face(() => ({ ...this.#usual(), ...this.tools }));
    this.listener = new Listener(face, systemClock, { ...WAITS, ...waits });
  }

  async start(): Promise<this> {
    this.port = await this.listener.listen({ host: '127.0.0.1', port: 0 });
    return this;
  }

  /** Ends it; fails where something is left behind. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await waitFor('no request that runs', () => this.listener.running === 0);
    await waitFor('nobody inside', () => this.inside === 0);
    await this.listener.leave(AbortSignal.abort());
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** A connection; `allowHalfOpen` as of a client that does not end when the other side does. */
  open(allowHalfOpen = false): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', allowHalfOpen });
    socket.on('error', () => undefined);
    this.#sockets.add(socket);
    return socket;
  }

  /** Everything that comes for some bytes until the connection is closed, which is for the listener to do. */
  async answerTo(bytes: string | Uint8Array): Promise<string> {
    const socket = this.open();
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
    await closed(socket);
    return text;
  }

  head(line: string, ...more: string[]): string {
    return [line, `Host: 127.0.0.1:${this.port}`, ...more, '', ''].join('\r\n');
  }

  post(body: string, ...more: string[]): string {
    const length = `Content-Length: ${Buffer.byteLength(body)}`;
    return this.head('POST /v1/chat/completions HTTP/1.1', length, ...more) + body;
  }

  #usual(): FaceTools {
    let ids = 0;
    const pass: Pass = {
      cacheScope: 'open',
      limits: [],
      settle: (spent) => this.settled.push(spent),
      leave: () => this.inside--,
    };
    return {
      clock: systemClock,
      newId: () => `id-${++ids}`,
      generate: (...asked) => this.generate(...asked),
      admission: {
        enter: async () => {
          this.inside++;
          return pass;
        },
        models: (_, all) => all,
        limitsOf: async () => [],
      },
      options: { cacheTemperature: 0.3, unknownParameters: 'pass', maxBodyBytes: 10 * 1_048_576 },
      hasModel: (model) => model === 'm',
      moneyOf: () => undefined,
      modelOfAnswer: ({ model }) => model,
      askedModels: () => undefined,
      models: () => [{ id: 'm', created: 1, aurelis: { limits: {}, fills: true, chats: true } }],
      isOpen: () => true,
      isReady: () => true,
      expose: async () => '',
      observe: (event) => this.events.push(event),
    };
  }
}

/** A reset closes, too. */
export const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });

export const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, at]) => Number(at));

/** Checks that a text is an answer with OpenAI's form of an error, and holds nothing that is nobody's business. */
export function checkRefusal(text: string, ...statuses: readonly number[]): void {
  const [status = 0] = statusesIn(text);
  assert.ok(statuses.includes(status), `${status}: ${text.slice(0, 200)}`);
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  checkError(body);
}

export function checkError(body: string): void {
  const { error } = JSON.parse(body);
  assert.deepEqual(Object.keys(error).sort(), ['code', 'message', 'param', 'type']);
  assert.equal(typeof error.message, 'string');
  assert.ok(['invalid_request_error', 'server_error'].includes(error.type), error.type);
  checkNothingLeaks(body);
}

export function checkNothingLeaks(text: string): void {
  assert.ok(!text.includes(SECRET), text.slice(0, 300));
  assert.doesNotMatch(text, /sk-upstream|node:internal|\.ts\b|\bat .+:\d+:\d+|\/work\/|\/home\//);
}
