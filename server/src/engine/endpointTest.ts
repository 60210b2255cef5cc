import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generation, GenerationRequest, Task } from '../domain/generation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';
import type { LimitSignals } from '../limits/limitHeaders.ts';
import type { Settings } from '../settings/settings.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { factual } from '../upstream/requestFacts.ts';
import { type EndpointPathTools, testPath } from './endpointPath.ts';

/** Longest time of a test, in milliseconds: some models are loaded first. */
const MAX_TEST_MS = 60_000;
/** Enough to measure how fast they come. */
const MAX_OUTPUT_TOKENS = 24;
/** Fewer tokens, or within less time in milliseconds, tell nothing of how fast they come. */
const LEAST_TOKENS = 4;
const LEAST_SPAN_MS = 20;

/** The outcome of a test of an endpoint. */
export type EndpointTest = { readonly endpointId: string } & (
  | {
      readonly kind: 'works';
      /** Until the first word, or the whole answer where that has none, in milliseconds. */
      readonly firstWordMs: number;
      /** Absent where the answer was too short, or came at once. */
      readonly tokensPerSecond?: number;
      /** Those of the settings, within those that the server has told. */
      readonly limits: Endpoint['limits'];
      /** The server's statements beside this answer. */
      readonly told: LimitSignals;
    }
  | { readonly kind: 'fails'; readonly error: EndpointError }
);

/**
 * Sends one tiny request of ours to an endpoint, paused or not, and measures the answer. Rejects with `CancelledError` when the
 * signal aborts; every failure of the endpoint is an outcome. An answer ends whatever was held against its model.
 */
export async function testEndpoint(
  endpoint: Endpoint,
  states: EndpointStates,
  settings: Settings,
  tools: EndpointPathTools,
  signal: AbortSignal,
): Promise<EndpointTest> {
  const { id: endpointId } = endpoint;
  const task: Task = endpoint.roles.includes('completion') ? 'completion' : 'action';
  const runtime = states.of(endpoint, task);
  const startedAt = tools.clock.monotonic();
  let firstMs: number | undefined;
  let wholeMs: number | undefined;
  let told: LimitSignals = {};
  const observe = (event: UpstreamEvent) => {
    if (event.kind === 'firstText') firstMs = event.ms;
    if (event.kind === 'answered') wholeMs = event.ms;
  };
  const hear = (signals: LimitSignals) => {
    told = signals;
  };
  const send = testPath(endpoint, task, runtime, settings, tools, { observe, hear });
  const late = new AbortController();
  const timer = tools.clock.after(MAX_TEST_MS, () => late.abort());
  try {
    const either = AbortSignal.any([signal, late.signal]);
    const generation = await send(requestFor(task), { signal: either, priority: 'invoked' });
    if (generation.fault !== undefined) throw new EndpointError(endpointId, generation.fault);
    // It has just been shown that it answers: whatever was held against it is over.
    runtime.health.reset();
    runtime.limiter.reset();
    runtime.limiter.learn(told);
    const answeredMs = wholeMs ?? tools.clock.monotonic() - startedAt;
    const firstWordMs = firstMs ?? answeredMs;
    return {
      kind: 'works',
      endpointId,
      firstWordMs,
      ...speedOf(generation, answeredMs - firstWordMs),
      limits: factual(endpoint, runtime.facts.known).limits,
      told,
    };
  } catch (error) {
    const isLate = late.signal.aborted && !signal.aborted;
    const failure = isLate ? new EndpointError(endpointId, 'timeout', { cause: error }) : error;
    if (!(failure instanceof EndpointError)) throw failure;
    return { kind: 'fails', endpointId, error: failure };
  } finally {
    timer.dispose();
  }
}

/** How fast tokens came behind the first one, which took so many milliseconds. */
function speedOf({ usage }: Generation, ms: number): { readonly tokensPerSecond?: number } {
  const tokens = usage?.outputTokens ?? 0;
  if (tokens < LEAST_TOKENS || ms < LEAST_SPAN_MS) return {};
  return { tokensPerSecond: (tokens - 1) / (ms / 1000) };
}

/** Nothing of the user's is in it. */
const requestFor = (task: Task): GenerationRequest => ({
  task,
  input:
    task === 'completion'
      ? { kind: 'infill', prefix: 'function add(a, b) {\n  return ', suffix: ';\n}\n' }
      : { kind: 'chat', system: 'You answer briefly.', user: 'Count from one to nine in words.' },
  languageId: 'javascript',
  maxOutputTokens: MAX_OUTPUT_TOKENS,
  temperature: 0,
  stopRule: { name: 'none', version: 1 },
});
