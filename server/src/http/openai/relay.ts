import type { Clock } from '../../base/clock.ts';
import { CancelledError } from '../../base/errors.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../../domain/generation.ts';
import { isFill, type Operation } from '../../domain/operation.ts';
import type { RelayOperation } from '../../domain/relay.ts';
import type { Admission, Pass, Spent } from './admission.ts';
import { ApiError } from './apiError.ts';
import { cacheWish, priorityOf } from './askedHeaders.ts';
import { EventWriter, type Exchange, sendJson } from './exchange.ts';
import { readJson } from './jsonBody.ts';
import { limitHeaders } from './limitHeaders.ts';
import { modelHeader } from './modelHeader.ts';
import { type NamingTools, named } from './modelNamed.ts';
import { apiErrorOf } from './refusals.ts';
import { type BodyOptions, type RelayAsk, readRequest } from './requestBody.ts';
import { eventsOf, withoutUsage } from './wholeEvents.ts';

interface RelayOptions extends BodyOptions {
  readonly maxBodyBytes: number;
}

export interface RelayTools extends NamingTools {
  readonly clock: Clock;
  readonly generate: Generate;
  readonly admission: Admission;
  readonly options: RelayOptions;
  /** The price of tokens at an endpoint, in its currency; `undefined` where it has none. */
  readonly moneyOf: (endpointId: string, spent: Spent) => number | undefined;
  /** Resolves when it is known which models there are, as far as servers have to be asked for that; `undefined` where all is known. */
  readonly askedModels: () => Promise<void> | undefined;
  /** The model that an answer is by, by its name in the list; without `endpointId` nobody knows yet who gives it. `undefined` where that is not known. */
  readonly modelOfAnswer: (answered: {
    readonly model: string;
    readonly operation: Operation;
    readonly endpointId?: string;
  }) => string | undefined;
}

/** The last message of a stream. */
const END = '[DONE]';

/** One request that is passed on: let in, asked, answered as it comes. Rejects with what is to be told while nothing was sent. */
export async function relay(
  exchange: Exchange,
  operation: RelayOperation,
  key: string | undefined,
  tools: RelayTools,
): Promise<{ readonly keyName?: string }> {
  const { options, admission, clock } = tools;
  // Who may not ask at all is read no further.
  admission.models(key, []);
  const body = await readJson(exchange, options.maxBodyBytes, clock);
  const { headers } = exchange.request;
  const wishes = { priority: priorityOf(headers), cache: cacheWish(headers) };
  const asking = tools.askedModels();
  if (asking !== undefined) await asking;
  const ask = named(readRequest(operation, body, options), key, tools);
  const leaving = new AbortController();
  exchange.response.once('close', () => {
    if (!exchange.response.writableEnded) leaving.abort();
  });
  if (exchange.response.closed) leaving.abort();
  const { signal } = leaving;
  const pass = await admission.enter(key, { ...ask, priority: wishes.priority }, signal);
  try {
    await new Passage(exchange, ask, pass, tools, wishes).run(signal);
  } finally {
    pass.leave();
  }
  return pass.keyName === undefined ? {} : { keyName: pass.keyName };
}

/** The wishes of a client in headers of ours. */
interface Wishes {
  readonly priority: ReturnType<typeof priorityOf>;
  readonly cache: ReturnType<typeof cacheWish>;
}

/** An admitted request. */
class Passage {
  readonly #exchange: Exchange;
  readonly #ask: RelayAsk;
  readonly #pass: Pass;
  readonly #tools: RelayTools;
  readonly #wishes: Wishes;
  readonly #writer: EventWriter;
  #outcome: string;
  #answered: Parameters<RelayTools['modelOfAnswer']>[0];
  /** False while its answer is that of another's call. */
  #isOwn = true;
  /** It went to a model server: that costs its prompt, whoever leaves then. */
  #hasGone = false;
  #written = 0;

  constructor(exchange: Exchange, ask: RelayAsk, pass: Pass, tools: RelayTools, wishes: Wishes) {
    this.#exchange = exchange;
    this.#ask = ask;
    this.#pass = pass;
    this.#tools = tools;
    const { model, input } = ask;
    this.#answered = { model, operation: isFill(input) ? 'fill' : input.operation };
    this.#wishes = wishes;
    this.#outcome = this.#isUnshared ? 'bypass' : 'miss';
    this.#writer = new EventWriter(exchange, this.#headers);
  }

  readonly #headers = (): Readonly<Record<string, string>> => ({
    'x-aurelis-cache': this.#outcome,
    ...modelHeader(this.#tools.modelOfAnswer(this.#answered)),
    ...limitHeaders(this.#pass.limits),
  });

  get #isUnshared(): boolean {
    return !this.#ask.mayCache || this.#wishes.cache === 'none';
  }

  async run(signal: AbortSignal): Promise<void> {
    const { generate } = this.#tools;
    try {
      const generation = await generate(this.#request(), this.#context(signal));
      this.#pass.settle(this.#spent(generation));
      this.#answer(generation);
    } catch (error) {
      const hasLeft = error instanceof CancelledError && signal.aborted;
      this.#settleBroken(hasLeft);
      if (hasLeft) return;
      if (!this.#writer.isBegun) throw error;
      this.#breakOff(apiErrorOf(error));
    }
  }

  #request(): GenerationRequest {
    const { input, model, outputTokens } = this.#ask;
    return {
      task: input.operation === 'text' ? 'completion' : 'action',
      input,
      languageId: '',
      maxOutputTokens: outputTokens,
      // Those above the limit do not come to the cache.
      temperature: 0,
      stopRule: { name: 'none', version: 1 },
      model,
      tenant: this.#pass.cacheScope,
    };
  }

  #context(signal: AbortSignal): GenerationContext {
    return {
      signal,
      priority: this.#wishes.priority === 'batch' ? 'batch' : 'action',
      comesAgain: this.#wishes.priority !== 'batch',
      isUnshared: this.#isUnshared,
      isFresh: this.#wishes.cache === 'refresh',
      onPermitted: () => {
        this.#hasGone = true;
        this.#exchange.onTurn();
      },
      onJoined: () => {
        this.#outcome = 'joined';
        this.#isOwn = false;
      },
      onInherited: () => {
        this.#isOwn = true;
        this.#hasGone = true;
      },
      ...(this.#ask.input.isStreamed ? { onEvents: this.#onEvents } : {}),
    };
  }

  readonly #onEvents = (events: readonly string[]): boolean => {
    const fresh = events.slice(this.#written);
    this.#written = events.length;
    return this.#writer.write(this.#ask.wantsUsage ? fresh : withoutUsage(fresh));
  };

  #answer(generation: Generation): void {
    const { input, wantsUsage } = this.#ask;
    this.#answered = { ...this.#answered, endpointId: generation.endpointId };
    if (CACHED.has(generation.source)) this.#outcome = `hit; tier=${generation.source}`;
    if (generation.fault !== undefined) {
      const message = 'The model server broke its answer off. Try again.';
      const broken = new ApiError(message, { status: 502, type: 'server_error' });
      if (!this.#writer.isBegun) throw broken;
      this.#breakOff(broken);
      return;
    }
    if (!input.isStreamed) {
      sendJson(this.#exchange, 200, generation.text, this.#headers());
      return;
    }
    if (this.#written === 0) this.#writer.write(eventsOf(generation.text, wantsUsage));
    this.#writer.end(END);
  }

  #breakOff(error: ApiError): void {
    this.#writer.end(JSON.stringify(error.body()));
  }

  /** The cost of an answer: nothing where it is another's call, or was had before. */
  #spent({ source, usage, endpointId }: Generation): Spent {
    if (source !== 'upstream' || usage === undefined) return NOTHING;
    return this.#withMoney(endpointId, usage);
  }

  /** Of a call of its own that broke off after its answer had begun, or that its client left: the prompt, and a token or so for each event. */
  #settleBroken(hasLeft: boolean): void {
    const isCounted = this.#written > 0 || (hasLeft && this.#hasGone);
    if (!isCounted || !this.#isOwn) return;
    const { inputTokens } = this.#ask;
    this.#pass.settle({ inputTokens, outputTokens: this.#written });
  }

  #withMoney(endpointId: string, { inputTokens, outputTokens }: Spent): Spent {
    const money = this.#tools.moneyOf(endpointId, { inputTokens, outputTokens });
    return { inputTokens, outputTokens, ...(money === undefined ? {} : { money }) };
  }
}

const NOTHING: Spent = { inputTokens: 0, outputTokens: 0 };
const CACHED: ReadonlySet<Generation['source']> = new Set(['memory', 'redis', 'disk', 'http']);
