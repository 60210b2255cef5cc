import { throwIfAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { HttpCall, HttpResponse } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import {
  type Generate,
  type Generation,
  type GenerationContext,
  type GenerationRequest,
  textsOf,
  type Usage,
} from '../domain/generation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';
import { type LimitSignals, readLimits } from '../limits/limitHeaders.ts';
import { providerOf } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { type Answer, readAnswer } from './answerReader.ts';
import type { BodyCoding, CodedBody, CompressionSetting } from './bodyCoding.ts';
import { connectionFault } from './connectionFaults.ts';
import { Deadlines } from './deadlines.ts';
import { prepare } from './prepare.ts';
import { statusError } from './statusErrors.ts';

/** From the design: a first word within 15 s (3 s while the user types), then never 20 s of silence. */
const FIRST_MS = 15_000;
const FIRST_AUTOMATIC_MS = 3_000;
const IDLE_MS = 20_000;
/** A server that answers hangs when its first word takes so many times as long as usual, and no less than the second. */
const HANGS_TIMES = 10;
const HANGS_MS = 2_000;
/** Source code holds about four characters a token; used where the server reports no usage. */
const CHARACTERS_PER_TOKEN = 4;

export interface SendTools {
  readonly call: HttpCall;
  /** The endpoint's key, if it has one. */
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly observe: Observer<UpstreamEvent>;
  readonly totalMs: number;
  /** Returns the endpoint's usual time to first text; `undefined` while it is not known. */
  readonly usualTtftMs: () => number | undefined;
  /** Told what the endpoint says of its limits, with whatever it answers. */
  readonly hear: (signals: LimitSignals) => void;
  readonly coding: BodyCoding;
  readonly compression: CompressionSetting;
}

/**
 * One request to one endpoint, streamed. Rejects with `CancelledError` when the caller's signal
 * aborts (the socket closes with it) and with `EndpointError` for everything else. A stream that
 * breaks after some text resolves with that text, marked as cut.
 */
export const send =
  (endpoint: Endpoint, tools: SendTools): Generate =>
  async (request, context) => {
    throwIfAborted(context.signal);
    const apiKey = await tools.credential(endpoint);
    throwIfAborted(context.signal);
    return new Exchange(endpoint, tools, request, context).run(apiKey);
  };

/** One HTTP exchange, with the deadlines that run while it does. */
class Exchange {
  readonly #endpoint: Endpoint;
  readonly #provider: Provider;
  readonly #tools: SendTools;
  readonly #request: GenerationRequest;
  readonly #context: GenerationContext;
  readonly #deadlines: Deadlines;
  readonly #startedAt: number;
  readonly #asked: { readonly endpointId: string; readonly model: string };
  #text = '';

  constructor(
    endpoint: Endpoint,
    tools: SendTools,
    request: GenerationRequest,
    context: GenerationContext,
  ) {
    this.#endpoint = endpoint;
    this.#provider = providerOf(endpoint);
    this.#tools = tools;
    this.#request = request;
    this.#context = context;
    this.#asked = { endpointId: endpoint.id, model: modelFor(endpoint, request.task) };
    const limits = {
      firstMs: firstMsOf(context, tools.usualTtftMs()),
      idleMs: IDLE_MS,
      totalMs: tools.totalMs,
    };
    this.#deadlines = new Deadlines(limits, tools.clock, context.signal);
    this.#startedAt = tools.clock.monotonic();
  }

  async run(apiKey: string | undefined): Promise<Generation> {
    const { endpointId, model } = this.#asked;
    const { observe, clock } = this.#tools;
    observe({ kind: 'sent', endpointId, model, task: this.#request.task });
    try {
      const response = await this.#post(apiKey);
      const limits = readLimits(response.headers, clock.now(), response.status === 429);
      this.#tools.hear(limits);
      if (response.status !== 200) {
        const refusal = { ...response, body: await bodyOf(response) };
        const kind = this.#provider.kindOf?.(refusal, clock.now());
        throw statusError(endpointId, response.status, limits.waitMs, kind);
      }
      const answer = await this.#read(response);
      const { text, ending, fault, usage = estimate(this.#request, text) } = answer;
      if (fault === undefined) {
        observe({ kind: 'answered', endpointId, model, ms: this.#elapsedMs(), usage });
      }
      const generation = { text, ending, endpointId, model, source: 'upstream', usage } as const;
      return fault === undefined ? generation : { ...generation, fault };
    } catch (cause) {
      throw this.#settle(cause);
    } finally {
      this.#deadlines.dispose();
    }
  }

  /** Compressed where the endpoint takes that; if it turns out that it does not, once more as it is. */
  async #post(apiKey: string | undefined): Promise<HttpResponse> {
    const { coding, compression } = this.#tools;
    const { path, body } = prepare(this.#request, this.#endpoint);
    const text = JSON.stringify(body);
    const coded = await coding.encode(text, compression);
    const response = await this.#call(path, apiKey, coded);
    if (!coding.heard(response, coded)) return response;
    await bodyOf(response);
    return this.#call(path, apiKey, { body: text });
  }

  #call(path: string, apiKey: string | undefined, { body, coding }: CodedBody) {
    const headers = this.#provider.headers(this.#endpoint, apiKey);
    return this.#tools.call({
      url: `${this.#endpoint.url}${path}`,
      method: 'POST',
      headers: coding === undefined ? headers : { ...headers, 'content-encoding': coding },
      body,
      signal: this.#deadlines.signal,
      isUserInitiated: this.#context.priority === 'invoked' || this.#context.priority === 'action',
    });
  }

  async #read(response: HttpResponse): Promise<Answer> {
    const watch = {
      onEvent: () => this.#deadlines.arrived(),
      onText: (text: string) => this.#hear(text),
    };
    try {
      const answer = await readAnswer(response, this.#provider, this.#request, watch);
      if (answer.fault === undefined) return answer;
      if (answer.text === '') throw new EndpointError(this.#endpoint.id, answer.fault);
      this.#fail(answer.fault);
      return answer;
    } catch (error) {
      if (this.#text === '' || this.#context.signal.aborted) throw error;
      // The clean text so far is worth more than nothing; it is marked as cut and never stored.
      const fault = this.#connectionFault(error);
      this.#fail(fault);
      return { text: this.#text, ending: 'length', usage: undefined, fault };
    }
  }

  #hear(text: string): boolean {
    if (this.#text === '') {
      const ms = this.#elapsedMs();
      this.#tools.observe({ kind: 'firstText', ...this.#asked, ms });
    }
    this.#text = text;
    return this.#context.onText?.(text) ?? true;
  }

  /** Turns whatever was thrown into what the caller acts on, and announces it. */
  #settle(cause: unknown): Error {
    const { id: endpointId } = this.#endpoint;
    if (this.#context.signal.aborted) {
      this.#tools.observe({ kind: 'cancelled', ...this.#asked });
      return new CancelledError();
    }
    const error =
      cause instanceof EndpointError
        ? cause
        : new EndpointError(endpointId, this.#connectionFault(cause), { cause });
    this.#fail(error.kind);
    return error;
  }

  #connectionFault(cause: unknown): EndpointErrorKind {
    return this.#deadlines.isExpired ? 'timeout' : connectionFault(cause);
  }

  #fail(error: EndpointErrorKind): void {
    this.#tools.observe({ kind: 'failed', ...this.#asked, error });
  }

  #elapsedMs(): number {
    return this.#tools.clock.monotonic() - this.#startedAt;
  }
}

function firstMsOf({ priority }: GenerationContext, usualMs: number | undefined): number {
  const patienceMs = priority === 'automatic' ? FIRST_AUTOMATIC_MS : FIRST_MS;
  if (usualMs === undefined) return patienceMs;
  return Math.min(patienceMs, Math.max(HANGS_MS, HANGS_TIMES * usualMs));
}

/** Longest error body that is looked at, in bytes; the rest closes the connection. */
const MAX_REFUSAL = 64_000;

/** Error bodies are read to their end (bounded), so that the connection can be used again. */
async function bodyOf(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_REFUSAL) break;
  }
  return Buffer.concat(chunks).toString();
}

function estimate(request: GenerationRequest, text: string): Usage {
  const asked = textsOf(request.input).reduce((length, each) => length + each.length, 0);
  const tokens = (characters: number) => Math.ceil(characters / CHARACTERS_PER_TOKEN);
  return { inputTokens: tokens(asked), outputTokens: tokens(text.length) };
}
