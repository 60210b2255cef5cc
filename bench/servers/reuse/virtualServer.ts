import { type Clock, delay } from '../../../server/src/base/clock.ts';
import type { HttpCall, HttpResponse } from '../../../server/src/base/httpCall.ts';
import type { LocalModel } from '../../../tools/localModel/localModel.ts';

/** How fast the machine is that the server seems to run on. */
export interface Machine {
  readonly promptTokensPerSecond: number;
  readonly answerTokensPerSecond: number;
}

/** One request that the model has worked on. */
export interface Exchange {
  /** It asked for no text, only for the prompt's evaluation. */
  readonly isAhead: boolean;
  readonly evaluated: number;
  readonly reused: number;
}

/** The members of llama-server's last event that are read. */
interface Final {
  readonly content: string;
  readonly timings: {
    readonly prompt_n: number;
    readonly cache_n: number;
    readonly predicted_n: number;
  };
}

/** In characters: about four tokens. */
const PIECE_LENGTH = 12;
const TOKENS_IN_PIECE = 4;

/**
 * A local model in time that a bench moves: prompts are evaluated truly, one after the other as in one slot, and take as long as on
 * the given machine. Who leaves while a prompt is evaluated does not end that, as with llama-server.
 */
export class VirtualServer {
  readonly exchanges: Exchange[] = [];
  /** The answer to the next request, and a hook for who wants to know of it. */
  answer: (body: Readonly<Record<string, unknown>>) => string = () => '';
  readonly #model: LocalModel;
  readonly #clock: Clock;
  readonly #machine: Machine;
  readonly #underWay = new Set<Promise<unknown>>();
  #last: Promise<void> = Promise.resolve();

  constructor(model: LocalModel, clock: Clock, machine: Machine) {
    this.#model = model;
    this.#clock = clock;
    this.#machine = machine;
  }

  /** Resolves when nothing is under way in real time. */
  async quiet(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  readonly call: HttpCall = async ({ url, method, body, signal }) => {
    const path = url.replace(/^https?:\/\/[^/]+/, '');
    if (!/^\/(?:infill|completion)$/.test(path)) return whole(await this.#send(path, method, body));
    const release = await this.#turn(signal);
    try {
      return await this.#generate(path, JSON.parse(String(body)), signal, release);
    } catch (error) {
      release();
      throw error;
    }
  };

  /** Waits until those before have left; rejects when the signal aborts before that. */
  async #turn(signal: AbortSignal): Promise<() => void> {
    const before = this.#last;
    let release = () => {};
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    const aborted = new Promise<'aborted'>((resolve) => {
      signal.addEventListener('abort', () => resolve('aborted'), { once: true });
    });
    const first = signal.aborted ? 'aborted' : await Promise.race([before, aborted]);
    if (first !== 'aborted') return release;
    void before.then(release);
    throw signal.reason;
  }

  async #generate(
    path: string,
    body: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
    release: () => void,
  ): Promise<HttpResponse> {
    const isAhead = body.n_predict === 0;
    const answer = isAhead ? undefined : this.answer(body);
    const exchange = async () => {
      await this.#model.answerWith(answer);
      const plain = JSON.stringify({ ...body, stream: false });
      return await this.#send(path, 'POST', plain);
    };
    const response = await this.#tracked(exchange());
    if (response.status !== 200) {
      release();
      return whole(response);
    }
    const final: Final = JSON.parse(response.text);
    const { prompt_n: evaluated, cache_n: reused } = final.timings;
    this.exchanges.push({ isAhead, evaluated, reused });
    const promptMs = (1_000 * evaluated) / this.#machine.promptTokensPerSecond;
    const isDone = delay(this.#clock, promptMs, new AbortController().signal);
    // The batch goes on without those who asked for it.
    signal.addEventListener('abort', () => void isDone.then(release), { once: true });
    const wantsProgress = body.return_progress === true;
    if (!wantsProgress) await orAborted(isDone, signal);
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', server: 'llama.cpp' },
      body: this.#events(final, { promptMs, isDone, wantsProgress, signal, release }),
    };
  }

  async *#events(
    final: Final,
    {
      promptMs,
      isDone,
      wantsProgress,
      signal,
      release,
    }: {
      readonly promptMs: number;
      readonly isDone: Promise<unknown>;
      readonly wantsProgress: boolean;
      readonly signal: AbortSignal;
      readonly release: () => void;
    },
  ): AsyncIterable<Uint8Array> {
    const { content, timings } = final;
    const total = timings.prompt_n + timings.cache_n;
    const progress = (processed: number, ms: number) =>
      event({
        content: '',
        stop: false,
        prompt_progress: { total, cache: timings.cache_n, processed, time_ms: ms },
      });
    try {
      if (wantsProgress) yield progress(timings.cache_n, 0);
      await orAborted(isDone, signal);
      if (wantsProgress) yield progress(total, promptMs);
      const tokenMs = 1_000 / this.#machine.answerTokensPerSecond;
      for (let at = 0; at < content.length; at += PIECE_LENGTH) {
        if (!(await delay(this.#clock, TOKENS_IN_PIECE * tokenMs, signal))) throw signal.reason;
        yield event({ content: content.slice(at, at + PIECE_LENGTH), stop: false });
      }
      const predictedMs = tokenMs * timings.predicted_n;
      const times = { ...timings, prompt_ms: promptMs, predicted_ms: predictedMs };
      yield event({ ...final, content: '', timings: times });
    } finally {
      void isDone.then(release);
    }
  }

  #send(path: string, method: string, body?: string | Uint8Array): Promise<Answered> {
    const text = body === undefined ? {} : { body: String(body) };
    return this.#tracked(
      fetch(this.#model.url + path, { method, ...text }).then(async (response) => ({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
      })),
    );
  }

  #tracked<Result>(work: Promise<Result>): Promise<Result> {
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay.add(settled);
    void settled.then(() => this.#underWay.delete(settled));
    return work;
  }
}

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

function whole({ status, headers, text }: Answered): HttpResponse {
  async function* bytes() {
    yield Buffer.from(text);
  }
  return { status, headers, body: bytes() };
}

const event = (members: object): Uint8Array =>
  Buffer.from(`data: ${JSON.stringify({ index: 0, ...members })}\n\n`);

/** Rejects as soon as the signal aborts. */
function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const aborted = new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
}
