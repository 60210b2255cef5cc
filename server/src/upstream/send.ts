import { throwIfAborted } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { HttpCall, HttpResponse } from '../base/httpCall.ts';
import type { Observer } from '../base/observer.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type {
  Generate,
  GenerationContext,
  GenerationRequest,
  Usage,
} from '../domain/generation.ts';
import { type Answer, readAnswer } from './answerReader.ts';
import { Deadlines } from './deadlines.ts';
import type { UpstreamEvent } from './events.ts';
import { providers } from './providers/index.ts';
import { statusError } from './statusErrors.ts';

/** From the design: a first word within 15 s (3 s while the user types), then never 20 s of silence. */
const FIRST_MS = 15_000;
const FIRST_AUTOMATIC_MS = 3_000;
const IDLE_MS = 20_000;
/** Source code holds about four characters a token; used where the server reports no usage. */
const CHARACTERS_PER_TOKEN = 4;

export interface SendTools {
  readonly call: HttpCall;
  /** The endpoint's key, if it has one. */
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  readonly clock: Clock;
  readonly observe: Observer<UpstreamEvent>;
  readonly totalMs: number;
}

/**
 * One request to one endpoint, streamed. Rejects with `CancelledError` when the caller's signal
 * aborts (the socket closes with it) and with `EndpointError` for everything else. A stream that
 * breaks after some text resolves with that text, marked as cut.
 */
export function send(endpoint: Endpoint, tools: SendTools): Generate {
  return async (request, context) => {
    throwIfAborted(context.signal);
    const apiKey = await tools.credential(endpoint);
    throwIfAborted(context.signal);
    const { clock, observe } = tools;
    const firstMs = context.priority === 'automatic' ? FIRST_AUTOMATIC_MS : FIRST_MS;
    const limits = { firstMs, idleMs: IDLE_MS, totalMs: tools.totalMs };
    const deadlines = new Deadlines(limits, clock, context.signal);
    const start = clock.monotonic();
    observe({ kind: 'sent', endpointId: endpoint.id, task: request.task });
    try {
      const response = await post(endpoint, request, apiKey, deadlines.signal, tools.call);
      if (response.status !== 200) {
        await discard(response);
        throw statusError(endpoint.id, response, clock.now());
      }
      const answer = await read(response, endpoint, request, context, deadlines, tools, start);
      const usage = answer.usage ?? estimate(request, answer.text);
      observe({
        kind: 'answered',
        endpointId: endpoint.id,
        ms: clock.monotonic() - start,
        usage,
      });
      return {
        text: answer.text,
        ending: answer.ending,
        endpointId: endpoint.id,
        model: modelFor(endpoint, request.task),
        source: 'upstream',
        usage,
      };
    } catch (cause) {
      throw settle(cause, endpoint, context, deadlines, observe);
    } finally {
      deadlines.dispose();
    }
  };
}

function post(
  endpoint: Endpoint,
  request: GenerationRequest,
  apiKey: string | undefined,
  signal: AbortSignal,
  call: HttpCall,
): Promise<HttpResponse> {
  const provider = providers[endpoint.provider];
  const { path, body } = provider.prepare(request, endpoint);
  return call({
    url: `${endpoint.url}${path}`,
    method: 'POST',
    headers: provider.headers(endpoint, apiKey),
    body: JSON.stringify(body),
    signal,
  });
}

async function read(
  response: HttpResponse,
  endpoint: Endpoint,
  request: GenerationRequest,
  context: GenerationContext,
  deadlines: Deadlines,
  tools: SendTools,
  start: number,
): Promise<Answer> {
  let textSoFar = '';
  const onText = (text: string): boolean => {
    if (textSoFar === '') {
      const ms = tools.clock.monotonic() - start;
      tools.observe({ kind: 'firstText', endpointId: endpoint.id, ms });
    }
    textSoFar = text;
    return context.onText?.(text) ?? true;
  };
  const watch = { onEvent: () => deadlines.arrived(), onText };
  try {
    const answer = await readAnswer(response, providers[endpoint.provider], request, watch);
    if (answer.broken && answer.text === '') throw new EndpointError(endpoint.id, 'malformed');
    if (answer.broken) tools.observe(failure(endpoint, 'malformed'));
    return answer;
  } catch (error) {
    if (textSoFar === '' || context.signal.aborted) throw error;
    // The clean text so far is worth more than nothing; it is marked as cut and never stored.
    tools.observe(failure(endpoint, deadlines.isExpired ? 'timeout' : 'unreachable'));
    return { text: textSoFar, ending: 'length', usage: undefined, broken: true };
  }
}

/** Turns whatever was thrown into what the caller acts on, and announces it. */
function settle(
  cause: unknown,
  endpoint: Endpoint,
  context: GenerationContext,
  deadlines: Deadlines,
  observe: Observer<UpstreamEvent>,
): Error {
  if (context.signal.aborted) {
    observe({ kind: 'cancelled', endpointId: endpoint.id });
    return new CancelledError();
  }
  const kind = deadlines.isExpired ? 'timeout' : 'unreachable';
  const error =
    cause instanceof EndpointError ? cause : new EndpointError(endpoint.id, kind, { cause });
  observe(failure(endpoint, error.kind));
  return error;
}

const failure = (endpoint: Endpoint, error: EndpointError['kind']) =>
  ({ kind: 'failed', endpointId: endpoint.id, error }) as const;

/** Error bodies are read away (bounded), so that the connection can be used again. */
async function discard(response: HttpResponse): Promise<void> {
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > 64_000) return;
  }
}

function estimate(request: GenerationRequest, text: string): Usage {
  const { input } = request;
  const asked =
    input.kind === 'infill'
      ? input.prefix.length + input.suffix.length
      : input.system.length + input.user.length;
  const tokens = (characters: number) => Math.ceil(characters / CHARACTERS_PER_TOKEN);
  return { inputTokens: tokens(asked), outputTokens: tokens(text.length) };
}
