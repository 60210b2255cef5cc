import { throwIfAborted } from '../base/abort.ts';
import { nextTurn } from '../base/clock.ts';
import { assertNever, CancelledError } from '../base/errors.ts';
import type { HttpResponse } from '../base/httpCall.ts';
import { inTurns } from '../base/turns.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import type { Evaluation } from '../domain/evaluation.ts';
import {
  type Generate,
  type Generation,
  type GenerationContext,
  type GenerationRequest,
  isRelay,
  textsOf,
} from '../domain/generation.ts';
import { operationOf } from '../domain/operation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';
import { type LimitSignals, readLimits } from '../limits/limitHeaders.ts';
import { providerOf } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { type Answer, type AnswerFault, readAnswer } from './answerReader.ts';
import { answerWaits, mayBeSilent } from './answerWaits.ts';
import { Deadlines } from './deadlines.ts';
import type { SentPrompt } from './evaluationSpeed.ts';
import { isFreeAnswer, NO_USAGE } from './freeAnswer.ts';
import { post } from './post.ts';
import { type WireForm, wireForm } from './prepare.ts';
import { refusalOf } from './refusalBody.ts';
import { type RefusedAnswer, readRefusal } from './refusals/readRefusal.ts';
import { readRelayed } from './relayReader.ts';
import { factsForRelay, formed } from './requestFacts.ts';
import type { SendTools } from './sendTools.ts';
import { connectionFault } from './transport/connectionFaults.ts';
import { estimate } from './usageEstimate.ts';

/** The request and the head of its answer, which the answer's body is read beside. */
interface Reading {
  readonly form: WireForm;
  readonly apiKey: string | undefined;
  readonly response: HttpResponse;
  readonly limits: LimitSignals;
}

type ReadAnswer = Omit<Answer, 'fault'> & { readonly fault: EndpointErrorKind | undefined };

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
  readonly #asked: Pick<UpstreamEvent, 'endpointId' | 'model' | 'operation'>;
  readonly #prompt: SentPrompt;
  #text = '';
  #hasHeard = false;
  #isReuseTold = false;

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
    const passedOn = isRelay(request) ? { operation: operationOf(request, endpoint) } : {};
    this.#asked = { endpointId: endpoint.id, model: modelFor(endpoint, request.task), ...passedOn };
    const waits = answerWaits(request, context, this.#provider, tools);
    this.#deadlines = new Deadlines(waits, tools.clock, context.signal);
    this.#startedAt = tools.clock.monotonic();
    this.#prompt = tools.speed.sent(request);
  }

  async run(apiKey: string | undefined): Promise<Generation> {
    const { endpointId, model } = this.#asked;
    const { observe, clock, hear } = this.#tools;
    observe({ kind: 'sent', ...this.#asked, task: this.#request.task });
    try {
      const written = wireForm(this.#request, this.#endpoint, this.#tools.facts);
      const form = await inTurns(written, (next) => clock.soon(next));
      const response = await this.#post(form, apiKey);
      const limits = readLimits(response.headers, clock.now(), response.status);
      hear(limits);
      const reading = { form, apiKey, response, limits };
      if (response.status !== 200) {
        const body = await refusalOf(response, clock);
        throw this.#errorOf({ ...response, body }, reading);
      }
      const answeredBy = this.#answeredBy(response);
      const answer = await this.#read(response, reading);
      const { text, ending, isContinued } = answer;
      const isFree = isFreeAnswer(response.headers);
      const usage = isFree ? NO_USAGE : (answer.usage ?? estimate(this.#request, text));
      const { fault } = answer;
      const { inputTokens, evaluatedTokens } = usage;
      if (evaluatedTokens !== undefined)
        this.#reused(evaluatedTokens, inputTokens - evaluatedTokens);
      if (fault === undefined) {
        const free = isFree ? { isFree } : {};
        observe({ kind: 'answered', ...this.#asked, ms: this.#elapsedMs(), usage, ...free });
      }
      return {
        text,
        ending,
        endpointId,
        model,
        ...(answeredBy === undefined ? {} : { answeredBy }),
        source: 'upstream',
        usage,
        ...(isContinued ? { isContinued } : {}),
        ...(fault === undefined ? {} : { fault }),
      };
    } catch (cause) {
      throw this.#settle(cause);
    } finally {
      this.#deadlines.dispose();
    }
  }

  #post({ path, body }: WireForm, apiKey: string | undefined): Promise<HttpResponse> {
    const { priority } = this.#context;
    const isUserInitiated = priority === 'invoked' || priority === 'action';
    const { signal } = this.#deadlines;
    const outgoing = { path, body, apiKey, signal, isUserInitiated };
    return post(this.#endpoint, this.#tools, {
      ...outgoing,
      mayBeSilent: mayBeSilent(this.#request),
    });
  }

  /** The model that the server has chosen for an answer, where it was asked to. */
  #answeredBy({ headers }: HttpResponse): string | undefined {
    const { chooses } = this.#provider;
    if (chooses?.answeredBy === undefined || chooses.unnamed !== this.#asked.model)
      return undefined;
    const model = chooses.answeredBy(headers);
    const asked = formed(this.#endpoint, this.#tools.facts);
    if (model !== undefined) this.#tools.onChosen?.({ [operationOf(this.#request, asked)]: model });
    return model;
  }

  /** The error that an answer is which is none. */
  #errorOf(answer: RefusedAnswer, { form, apiKey, limits }: Reading): EndpointError {
    const { input } = this.#request;
    const texts = textsOf(input);
    const { completionApis: apis } = this.#provider;
    const api = this.#tools.facts.api ?? this.#endpoint.completionApi;
    const asked = { ...form, texts, apis, ...(input.kind === 'infill' ? { api } : {}) };
    const known = this.#knownKind(answer);
    const refusal = readRefusal(answer, asked, apiKey, this.#tools.clock.now(), known);
    const { kind, status, sentence, code, parameter, speaker } = refusal;
    const { facts: learnt } = refusal;
    const facts = learnt && isRelay(this.#request) ? factsForRelay(learnt) : learnt;
    const isToChange = facts !== undefined && this.#tools.mayChange(facts);
    const retryAfterMs = limits.waitMs ?? refusal.retryAfterMs;
    const limit = { ...refusal.limit, ...limits.scope };
    const told = { status, sentence, code, parameter, speaker };
    const details = { ...told, isToChange, retryAfterMs, limit };
    return new EndpointError(this.#endpoint.id, kind, details);
  }

  /** The kind of a refusal where its provider knows better. */
  #knownKind({ body, ...head }: RefusedAnswer): EndpointErrorKind | undefined {
    if (typeof body !== 'string') return undefined;
    return this.#provider.kindOf?.({ ...head, body }, this.#tools.clock.now());
  }

  async #read(response: HttpResponse, reading: Reading): Promise<ReadAnswer> {
    const watch = {
      onArrival: () => this.#deadlines.arrived(),
      onText: (text: string) => this.#hear(text),
      onEvents: (events: readonly string[]) => {
        this.#heard();
        return this.#context.onEvents?.(events) ?? true;
      },
      onEvaluated: (evaluation: Evaluation) => this.#evaluated(evaluation),
      nextTurn: () => nextTurn(this.#tools.clock),
    };
    try {
      const answer = isRelay(this.#request)
        ? await readRelayed(response, this.#request, watch)
        : await readAnswer(response, this.#provider, this.#request, watch);
      if (answer.fault === undefined) return { ...answer, fault: undefined };
      const error = this.#faultOf(answer.fault, reading);
      if (answer.text === '' || error.kind === 'onlyThought') throw error;
      this.#fail(error);
      return { ...answer, ending: 'length', fault: error.kind };
    } catch (error) {
      const isRead = error instanceof EndpointError;
      if (isRead || this.#text === '' || this.#context.signal.aborted) throw error;
      // The clean text so far is worth more than nothing; it is marked as cut and never stored.
      const fault = this.#connectionFault(error);
      this.#fail(new EndpointError(this.#endpoint.id, fault));
      return { text: this.#text, ending: 'length', usage: undefined, isContinued: false, fault };
    }
  }

  /** A 200 that is no answer: an error that it reports, or something else, which the error names. */
  #faultOf(fault: AnswerFault, reading: Reading): EndpointError {
    const { id } = this.#endpoint;
    const refused = (body: unknown) => this.#errorOf({ ...reading.response, body }, reading);
    switch (fault.kind) {
      case 'refusal':
      case 'page':
        return refused(fault.body);
      case 'otherJson':
        return new EndpointError(id, 'noAnswer', { sentence: refused(fault.body).sentence });
      case 'broken':
        return new EndpointError(id, 'server');
      case 'moderated':
      case 'onlyThought':
        return new EndpointError(id, fault.kind);
      case 'nothing':
      case 'unreadable':
        return new EndpointError(id, 'malformed');
      default:
        return assertNever(fault);
    }
  }

  #evaluated(evaluation: Evaluation): void {
    this.#prompt.measured(evaluation);
    this.#reused(evaluation.tokens, evaluation.reused);
  }

  /** Announces once how much of the prompt had to be evaluated: servers may say it again at the end. */
  #reused(evaluated: number, reused: number | undefined): void {
    if (reused === undefined || this.#isReuseTold) return;
    this.#isReuseTold = true;
    this.#tools.observe({ kind: 'evaluated', ...this.#asked, evaluated, reused });
  }

  #hear(text: string): boolean {
    this.#heard();
    this.#text = text;
    return this.#context.onText?.(text) ?? true;
  }

  /** Notes the first sign of the answer. */
  #heard(): void {
    if (this.#hasHeard) return;
    this.#hasHeard = true;
    const ms = this.#elapsedMs();
    this.#tools.observe({ kind: 'firstText', ...this.#asked, ms });
    this.#tools.times.heard(ms);
    if (this.#provider.local !== undefined) {
      this.#prompt.guessed(estimate(this.#request, '').inputTokens, ms);
    }
  }

  /** Turns whatever was thrown into what the caller acts on, and announces it. */
  #settle(cause: unknown): Error {
    const { id: endpointId } = this.#endpoint;
    const isGivenUp = this.#context.signal.aborted || this.#deadlines.isExpired;
    if (isGivenUp && !this.#hasHeard) this.#tools.times.gaveUp(this.#elapsedMs());
    if (this.#context.signal.aborted) {
      this.#tools.observe({ kind: 'cancelled', ...this.#asked });
      return new CancelledError();
    }
    const error =
      cause instanceof EndpointError
        ? cause
        : new EndpointError(endpointId, this.#connectionFault(cause), { cause });
    this.#fail(error);
    return error;
  }

  #connectionFault(cause: unknown): EndpointErrorKind {
    return this.#deadlines.isExpired ? 'timeout' : connectionFault(cause);
  }

  #fail({ kind: error, ...more }: EndpointError): void {
    const { status, sentence, speaker, retryAfterMs, limit, isToChange } = more;
    const told = { error, status, sentence, speaker, retryAfterMs, limit, isToChange };
    this.#tools.observe({ kind: 'failed', ...this.#asked, task: this.#request.task, ...told });
  }

  #elapsedMs(): number {
    return this.#tools.clock.monotonic() - this.#startedAt;
  }
}
