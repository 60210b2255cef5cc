import { type Clock, delay } from '../base/clock.ts';
import { CancelledError } from '../base/errors.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type {
  Generate,
  Generation,
  GenerationContext,
  GenerationRequest,
} from '../domain/generation.ts';
import type { ModelLoader } from '../upstream/modelLoader.ts';

/** A server that says once more that it is loading, and otherwise that it is not, is believed after so many tries. */
const MAX_TRIES = 4;
const PAUSE_MS = 1_000;

export interface LoadingTools {
  readonly clock: Clock;
  readonly loader: Pick<
    ModelLoader,
    'knows' | 'prepare' | 'ready' | 'isAway' | 'isLoading' | 'answered'
  >;
  /** Longest time that a request waits for a model, in milliseconds. */
  readonly maxWaitMs: number;
  /** True where nobody else could answer meanwhile: then a request waits for the model. */
  readonly isAlone: (request: GenerationRequest) => boolean;
}

/**
 * Waits until a local server has loaded its model, which is neither its fault nor a failure, and asks then. Where another endpoint
 * could answer, rejects with `loading` at once; the load goes on.
 */
export function withLoading(
  { clock, loader, maxWaitMs, isAlone }: LoadingTools,
  endpoint: Endpoint,
  next: Generate,
): Generate {
  return (request, context) =>
    loader.knows(endpoint, request.task) ? afterLoading(request, context) : next(request, context);

  async function afterLoading(
    request: GenerationRequest,
    context: GenerationContext,
  ): Promise<Generation> {
    const { task } = request;
    const until = clock.monotonic() + maxWaitMs;
    for (let tries = 1; ; tries++) {
      const isReady = loader.prepare(endpoint, task) === undefined;
      if (!isReady && !(await isThere())) throw new EndpointError(endpoint.id, 'loading');
      try {
        const generation = await next(request, context);
        loader.answered(endpoint, task);
        return generation;
      } catch (error) {
        const isLoading = error instanceof EndpointError && error.kind === 'loading';
        if (isLoading) loader.isLoading(endpoint, task);
        if (!isLoading || !isAlone(request) || tries === MAX_TRIES) throw error;
        if (!(await delay(clock, PAUSE_MS, context.signal))) throw new CancelledError();
      }
    }

    /** Waits for the model where nobody else could answer. A server that does not say at once whether it has it may have it. */
    async function isThere(): Promise<boolean> {
      if (!isAlone(request)) return !(await loader.isAway(endpoint, task));
      const waiting = new AbortController();
      const signal = AbortSignal.any([context.signal, waiting.signal]);
      const late = delay(clock, until - clock.monotonic(), signal).then(() => false);
      const ready = loader.ready(endpoint, task, context.signal).then(() => true);
      return Promise.race([
        ready,
        late.then(() => (context.signal.aborted ? ready : false)),
      ]).finally(() => waiting.abort());
    }
  }
}
