import type { HttpCall } from '../../server/src/base/httpCall.ts';
import type { GenerationContext, GenerationRequest } from '../../server/src/domain/generation.ts';
import type { ModelChoices } from '../../server/src/domain/operation.ts';
import type { UpstreamEvent } from '../../server/src/domain/requestEvents.ts';
import { BodyCoding } from '../../server/src/upstream/bodyCoding.ts';
import { EvaluationSpeed } from '../../server/src/upstream/evaluationSpeed.ts';
import { send } from '../../server/src/upstream/send.ts';
import { UsualTimes } from '../../server/src/upstream/usualTimes.ts';
import { FakeClock } from '../../tools/testing/fakeClock.ts';
import { aContext, anEndpoint, aRequest } from '../../tools/testing/requests.ts';

/** Longest time that such an exchange may take, in milliseconds. */
export const TOTAL_MS = 60_000;
/** An event of a stream. */
export const chunk = (text: string, finish: string | null = null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, text, finish_reason: finish }] })}\n\n`;

/** The upstream's stream: texts, and waits in milliseconds; 'for ever' waits for the abort. */
export type Script = readonly (string | number | 'for ever')[];

interface ExchangeOptions {
  readonly type?: string;
  readonly silentHead?: boolean;
  readonly usualMs?: number | undefined;
  readonly firstWordMs?: number;
  readonly status?: number;
  readonly provider?: string;
  /** Of the endpoint. */
  readonly model?: string;
  /** Beside the type of the content. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests to a model server that follows a script. */
export function exchange(
  script: Script,
  {
    type = 'text/event-stream',
    silentHead = false,
    usualMs,
    firstWordMs,
    status = 200,
    provider = 'openai',
    model = 'm',
    headers = {},
  }: ExchangeOptions = {},
) {
  const clock = new FakeClock();
  const events: UpstreamEvent[] = [];
  const state = { sent: 0, closed: false };
  const chosen: ModelChoices[] = [];
  const forEver = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
    });
  const call: HttpCall = async ({ signal }) => {
    if (silentHead) await forEver(signal);
    async function* body() {
      try {
        for (const part of script) {
          if (part === 'for ever') await forEver(signal);
          else if (typeof part === 'number') {
            const waited = new Promise<void>((resolve) => clock.after(part, resolve));
            await Promise.race([waited, forEver(signal)]);
          } else {
            state.sent++;
            yield Buffer.from(part);
          }
        }
      } finally {
        state.closed = true;
      }
    }
    return { status, headers: { 'content-type': type, ...headers }, body: body() };
  };
  const speed = new EvaluationSpeed();
  const times = new UsualTimes(clock);
  for (let call = 0; usualMs !== undefined && call < 10; call++) times.heard(usualMs);
  const tools = {
    call,
    clock,
    credential: async () => undefined,
    observe: (event: UpstreamEvent) => events.push(event),
    totalMs: TOTAL_MS,
    times,
    firstWordMs,
    hear: () => undefined,
    onChosen: (choices: ModelChoices) => chosen.push(choices),
    coding: new BodyCoding(clock),
    speed,
    compression: 'never' as const,
    facts: {},
    mayChange: () => false,
  };
  const generate = send(anEndpoint({ provider, model, completionModel: model }), tools);
  const ask = (
    context: Partial<GenerationContext> = {},
    request: Partial<GenerationRequest> = {},
  ) => {
    const asked = generate(aRequest(request), aContext(context));
    asked.catch(() => undefined);
    return asked;
  };
  return { ask, clock, events, chosen, state, speed, times };
}
