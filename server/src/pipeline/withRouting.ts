import type { Clock } from '../base/clock.ts';
import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import {
  type Generate,
  type Generation,
  type GenerationContext,
  type GenerationRequest,
  heard,
  type Task,
} from '../domain/generation.ts';
import { isOfOperation } from '../domain/operation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { Router } from '../routing/router.ts';
import { hedged } from './hedged.ts';

/** Of requests that were never sent, that are at fault themselves, or that nobody waits for any more. */
const SAYS_NOTHING: ReadonlySet<EndpointErrorKind> = new Set<EndpointErrorKind>([
  'rateLimited',
  'queueFull',
  'shortOfMemory',
  'noConsent',
  'tooLong',
  'contextFull',
  'moderated',
  'paused',
]);

const isOfEndpoint = (request: GenerationRequest, error: unknown): boolean =>
  error instanceof EndpointError && !SAYS_NOTHING.has(error.kind) && !isOfOperation(request, error);

export interface RoutingTools {
  readonly router: Pick<Router, 'order' | 'begun' | 'hedge' | 'patienceMs' | 'againInMs'>;
  readonly clock: Clock;
  readonly observe: Observer<PipelineEvent>;
  /** The way to an endpoint. */
  readonly attempt: (endpoint: Endpoint, task: Task) => Generate;
}

/**
 * Asks the endpoint that the router names; on its failure the next, as long as no text has reached
 * the caller. Rejects with the last endpoint's error, or with `noEndpoint` if none was worth asking; the error says in how long one is
 * again, where that is known.
 */
export function withRouting({ router, clock, observe, attempt }: RoutingTools): Generate {
  const ask = async (
    endpoint: Endpoint,
    request: GenerationRequest,
    context: GenerationContext,
  ): Promise<Generation> => {
    const asked = router.begun(endpoint, request);
    const hearing = heard(context, () => {
      asked.heard();
      return true;
    });
    try {
      const generation = await attempt(endpoint, request.task)(request, { ...context, ...hearing });
      asked.answered(generation.usage);
      return generation;
    } catch (error) {
      if (isOfEndpoint(request, error)) asked.failed();
      else asked.gaveUp();
      throw error;
    }
  };
  return async (request, context) => {
    let lastError: EndpointError | undefined;
    const tried = new Set<Endpoint>();
    for (const endpoint of router.order(request, context.priority)) {
      if (tried.has(endpoint)) continue;
      tried.add(endpoint);
      if (lastError !== undefined) observe({ kind: 'failedOver' });
      let hasText = false;
      const noticed = heard(context, () => {
        hasText = true;
        return true;
      });
      const patienceMs = router.patienceMs(endpoint, request, context.priority);
      const hearing = {
        ...context,
        ...noticed,
        ...(patienceMs === undefined ? {} : { patienceMs }),
      };
      const askOne = (of: Endpoint) => (its: GenerationContext) => ask(of, request, its);
      try {
        const hedge = router.hedge(endpoint, request, context.priority);
        if (hedge === undefined) return await ask(endpoint, request, hearing);
        const second = () => {
          const other = hedge.take(tried);
          if (other !== undefined) tried.add(other);
          return other && askOne(other);
        };
        return await hedged(clock, askOne(endpoint), { ...hedge, second }, hearing);
      } catch (error) {
        if (hasText || !(error instanceof EndpointError)) throw error;
        // All queues are one; so is memory; and who gave its place away is wanted no more.
        if (error.kind === 'queueFull' || error.kind === 'shortOfMemory') throw error;
        lastError = error;
      }
    }
    const error = lastError ?? new EndpointError('', 'noEndpoint');
    const againInMs = router.againInMs(request, context.priority);
    throw againInMs === undefined || againInMs === 0 ? error : error.againIn(againInMs);
  };
}
