import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../server/src/base/clock.ts';
import type { Engine } from './engine.ts';
import { type Generated, Generator, type Progress, type Speed } from './generation.ts';
import { infillPrompt } from './infillPrompt.ts';
import { type LoadOptions, ModelLoad } from './modelLoad.ts';
import { Refused, readRequest, type TextRequest } from './requests.ts';
import { Slots } from './slots.ts';

export interface FaceOptions extends Speed {
  /** Of each slot. */
  readonly contextTokens: number;
  readonly load: LoadOptions;
}

/** The calls, tokens and loads of the model so far. */
export interface Counts {
  /** Requests for text. */
  readonly calls: number;
  /** Of prompts of calls; those that were reused count beside them. */
  readonly evaluated: number;
  readonly reused: number;
  /** The same of requests that only evaluate a prompt. */
  readonly readAhead: {
    readonly calls: number;
    readonly evaluated: number;
    readonly reused: number;
  };
  /** Tokens of prompts and answers together, as the engine itself counts them. */
  readonly byEngine: number;
  /** How often it has said what it is. */
  readonly described: number;
  /** How often the model has begun to load. */
  readonly loads: number;
}

const MODEL = 'aurelis-test';
const ERASING = /^\/slots\/(\d{1,4})\?action=erase$/;
/** A caller that computes between two requests finds its connection open. */
const KEEP_ALIVE_MS = 60_000;
const none = () => ({ calls: 0, evaluated: 0, reused: 0 });

/**
 * The HTTP side of llama-server over an engine, as far as a client for completions meets it: `/health`, `/props`,
 * `/v1/models`, `/tokenize`, `/completion`, `/infill` and `/slots/N?action=erase` (paths and members: tools/server/README.md of ggml-org/llama.cpp).
 */
export class Face {
  /** The answer to every call; the model's own words where it is `undefined`. */
  answer: string | undefined;
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #options: FaceOptions;
  readonly #slots: Slots;
  readonly #generator: Generator;
  readonly #load: ModelLoad;
  readonly #server: Server;
  readonly #asked = none();
  readonly #ahead = none();
  #described = 0;

  constructor(engine: Engine, options: FaceOptions, clock: Clock) {
    this.#engine = engine;
    this.#options = options;
    this.#clock = clock;
    this.#slots = new Slots(engine.slots);
    this.#generator = new Generator(engine, options, clock);
    this.#load = new ModelLoad(clock, options.load);
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      this.#handle(request, response).catch((error: unknown) => refuse(response, error));
    });
  }

  /** Listens on this machine alone; resolves with its URL. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  counts(): Counts {
    return {
      ...this.#asked,
      readAhead: { ...this.#ahead },
      described: this.#described,
      byEngine: this.#engine.evaluated(),
      loads: this.#load.begun,
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await this.#engine.dispose();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const leaving = new AbortController();
    response.on('close', () => leaving.abort());
    if (this.#load.isRefusing) throw new Refused(503, 'unavailable_error', 'Loading model');
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    switch (`${request.method} ${pathname}`) {
      case 'GET /health':
      case 'GET /v1/health':
        return send(response, { status: 'ok' });
      case 'GET /props':
        this.#described++;
        return send(response, this.#props());
      case 'GET /models':
      case 'GET /v1/models':
        return send(response, this.#models());
      case 'POST /tokenize': {
        const { content, parseSpecial } = await readRequest(request);
        return send(response, { tokens: this.#engine.tokenize(content, parseSpecial) });
      }
      case 'POST /completion':
      case 'POST /completions': {
        const asked = await readRequest(request);
        const tokens = this.#engine.tokenize(asked.prompt, true);
        // Something must be evaluated.
        const prompt = tokens.length === 0 ? [this.#engine.control.end] : tokens;
        return await this.#complete(asked, prompt, response, leaving.signal);
      }
      case 'POST /infill': {
        const asked = await readRequest(request, 'infill');
        const prompt = infillPrompt(this.#engine, asked, this.#options);
        return await this.#complete(asked, prompt, response, leaving.signal);
      }
      default:
        if (request.method === 'POST' && ERASING.test(request.url ?? '')) {
          return send(response, await this.#erase(request.url ?? '', leaving.signal));
        }
        throw new Refused(404, 'not_found_error', 'File Not Found');
    }
  }

  async #complete(
    asked: TextRequest,
    prompt: readonly number[],
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    this.#checkLength(prompt.length);
    if (!(await this.#load.wait(signal))) return;
    const counted = asked.predict === 0 ? this.#ahead : this.#asked;
    counted.calls++;
    const { answer } = this;
    const task = {
      prompt,
      predict: asked.predict,
      stops: asked.stops,
      mayReuse: asked.mayReuse,
      answer: answer === undefined ? undefined : this.#engine.tokenize(answer, false),
    };
    await this.#slots.use(asked.slot, prompt, signal, async ({ id, memory }) => {
      const event = (members: object) => {
        if (asked.isStream) write(response, { index: 0, id_slot: id, stop: false, ...members });
      };
      const generated = await this.#generator.run(
        memory,
        task,
        {
          onPrompt: (evaluated, reused) => {
            counted.evaluated += evaluated;
            counted.reused += reused;
          },
          onProgress: (progress) => {
            if (asked.wantsProgress) event({ content: '', prompt_progress: progressOf(progress) });
          },
          onText: (content) => event({ content }),
        },
        signal,
      );
      if (signal.aborted) return;
      const last = finalOf(generated, id, prompt.length, memory.tokens.length);
      if (!asked.isStream) return send(response, last);
      write(response, last);
      response.end();
    });
  }

  /** Empties a slot's memory once nobody uses it. */
  async #erase(url: string, signal: AbortSignal): Promise<object> {
    const wanted = Number(ERASING.exec(url)?.[1]);
    if (this.#engine.slots[wanted] === undefined) {
      throw new Refused(400, 'invalid_request_error', 'Invalid slot ID');
    }
    const erased = await this.#slots.use(wanted, [], signal, async ({ memory }) => {
      const count = memory.tokens.length;
      await memory.keep(0);
      return count;
    });
    return { id_slot: wanted, n_erased: erased ?? 0 };
  }

  #checkLength(tokens: number): void {
    const { contextTokens } = this.#options;
    if (tokens < contextTokens) return;
    const message = 'the request exceeds the available context size, try increasing it';
    throw new Refused(400, 'exceed_context_size_error', message, {
      n_prompt_tokens: tokens,
      n_ctx: contextTokens,
    });
  }

  #props(): object {
    return {
      default_generation_settings: { n_ctx: this.#options.contextTokens },
      total_slots: this.#engine.slots.length,
      model_alias: MODEL,
      model_path: `${MODEL}.gguf`,
      chat_template: '',
      bos_token: '<|endoftext|>',
      eos_token: '<|endoftext|>',
      build_info: this.#engine.name,
    };
  }

  #models(): object {
    const created = Math.floor(this.#clock.now() / 1_000);
    const model = { id: MODEL, object: 'model', created, owned_by: 'llamacpp' };
    return { object: 'list', data: [model] };
  }
}

const progressOf = ({ total, cache, processed, ms }: Progress) => ({
  total,
  cache,
  processed,
  time_ms: Math.round(ms),
});

function finalOf(
  generated: Generated,
  slot: number,
  promptTokens: number,
  heldTokens: number,
): object {
  const { text, reused, evaluated, promptMs, predicted, predictedMs } = generated;
  return {
    index: 0,
    content: text,
    id_slot: slot,
    stop: true,
    model: MODEL,
    tokens_predicted: predicted,
    tokens_evaluated: promptTokens,
    tokens_cached: heldTokens,
    truncated: false,
    stop_type: generated.ending,
    stopping_word: generated.stoppingWord,
    timings: {
      cache_n: reused,
      prompt_n: evaluated,
      prompt_ms: promptMs,
      prompt_per_token_ms: promptMs / Math.max(1, evaluated),
      prompt_per_second: (1_000 * evaluated) / Math.max(1, promptMs),
      predicted_n: predicted,
      predicted_ms: predictedMs,
    },
  };
}

function send(response: ServerResponse, body: object, status = 200): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    server: 'llama.cpp',
  });
  response.end(JSON.stringify(body));
}

/** One event of a stream, which begins with the first. */
function write(response: ServerResponse, event: object): void {
  if (!response.headersSent) {
    response.writeHead(200, { 'content-type': 'text/event-stream', server: 'llama.cpp' });
  }
  response.write(`data: ${JSON.stringify(event)}\n\n`);
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const { status, type, message, members } =
    error instanceof Refused ? error : new Refused(500, 'server_error', String(error));
  send(response, { error: { code: status, message, type, ...members } }, status);
}
