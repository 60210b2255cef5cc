import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { normal } from '../../../server/src/base/normal.ts';
import type { Engine, KvSlot } from '../../../tools/localModel/engine.ts';
import { simulatedEngine } from '../../../tools/localModel/simulatedEngine.ts';
import { commonLength, Slots } from '../../../tools/localModel/slots.ts';
import { seededRandom } from '../../../tools/random.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import type { Behaviour, Seen } from './messages.ts';

/** Of each model: more requests wait for one of them. */
const SLOTS = 4;
const USUAL_SPREAD = 0.25;
const PIECE_LENGTH = 4;
const KEEP_ALIVE_MS = 60_000;

interface Model {
  readonly engine: Engine;
  readonly slots: Slots;
}

/**
 * A model server that takes as long as it is told to. Each of its models has slots, and each slot keeps the prompt that it evaluated
 * last. Its port can be closed and opened again.
 */
export class ModelServer {
  behaviour: Behaviour = { firstMs: 0, tokensPerSecond: 1_000 };
  readonly #random: () => number;
  readonly #models = new Map<string, Model>();
  #seen: Seen[] = [];
  #port = 0;
  readonly #server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    this.#handle(request, response).catch(() => response.destroy());
  });

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** Listens, from the second time on where it did before; resolves with its port. */
  async open(): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.#port;
  }

  /** Closes its port, and every connection. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** The requests that have been answered since the last time. */
  takeSeen(): readonly Seen[] {
    const seen = this.#seen;
    this.#seen = [];
    return seen;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const begin = performance.now();
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const dialect = dialectOf(request.url ?? '');
    if (request.method !== 'POST' || dialect === undefined) return refuse(response, 404);
    if (this.#random() < (this.behaviour.failureShare ?? 0)) {
      this.#seen.push({ status: 500, promptTokens: 0, evaluatedTokens: 0 });
      return refuse(response, 500);
    }
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    const body: Readonly<Record<string, unknown>> = JSON.parse(Buffer.concat(parts).toString());
    const name = String(body.model ?? '');
    const { engine, slots } = this.#model(name);
    const prompt = dialect.prompt(engine, body);
    await slots.use(-1, prompt, leaving.signal, ({ memory }) => {
      const work = { name, dialect, prompt, begin, signal: leaving.signal };
      return this.#answer(memory, response, work).catch((error: unknown) => {
        if (!leaving.signal.aborted) throw error;
      });
    });
  }

  async #answer(
    memory: KvSlot,
    response: ServerResponse,
    { name, dialect, prompt, begin, signal }: Work,
  ): Promise<void> {
    const { models, evaluationMsPerToken = 0, spread = USUAL_SPREAD, ...usual } = this.behaviour;
    const { firstMs, tokensPerSecond } = models?.[name] ?? usual;
    // Something must be evaluated.
    const known = Math.min(commonLength(memory.tokens, prompt), prompt.length - 1);
    const evaluated = prompt.length - known;
    await memory.keep(known);
    await memory.evaluate(prompt.slice(known));
    const promptMs = evaluationMsPerToken * evaluated;
    const thinkMs = firstMs * Math.exp(spread * normal(this.#random));
    await sleep(promptMs + thinkMs, undefined, { signal });
    this.#seen.push({
      status: 200,
      firstMs: performance.now() - begin,
      promptTokens: prompt.length,
      evaluatedTokens: evaluated,
    });
    const write = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const text = dialect.text(this.behaviour);
    for (let at = 0; at < text.length; at += PIECE_LENGTH) {
      write(dialect.event(text.slice(at, at + PIECE_LENGTH)));
      await sleep(1_000 / tokensPerSecond, undefined, { signal });
    }
    write({
      ...dialect.last,
      timings: { cache_n: known, prompt_n: evaluated, prompt_ms: Math.max(1, promptMs) },
    });
    response.end(dialect.end);
  }

  #model(name: string): Model {
    const known = this.#models.get(name);
    if (known !== undefined) return known;
    const engine = simulatedEngine(SLOTS);
    const model = { engine, slots: new Slots(engine.slots) };
    this.#models.set(name, model);
    return model;
  }
}

interface Work {
  readonly name: string;
  readonly dialect: Dialect;
  readonly prompt: readonly number[];
  /** When the request came. */
  readonly begin: number;
  readonly signal: AbortSignal;
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message: 'scripted' } }));
}
