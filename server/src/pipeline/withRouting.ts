import { CancelledError } from '../base/errors.ts';
import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate, GenerationRequest } from '../domain/generation.ts';
import type { EndpointHealth } from '../upstream/endpointHealth.ts';
import type { PipelineEvent } from './events.ts';

/** What routing needs to know; `eligible` lists the endpoints of a task in order of preference. */
export interface Router {
  readonly eligible: (request: GenerationRequest) => readonly Endpoint[];
  readonly healthOf: (endpoint: Endpoint) => EndpointHealth;
}

/**
 * Asks the first endpoint that is available; on its failure the next, as long as no text has reached
 * the caller. Rejects with the last endpoint's error, or with `noEndpoint` if none was worth asking.
 */
export function withRouting(
  router: Router,
  observe: Observer<PipelineEvent>,
  attempt: (endpoint: Endpoint) => Generate,
): Generate {
  return async (request, context) => {
    let lastError = new EndpointError('', 'noEndpoint');
    for (const endpoint of router.eligible(request)) {
      const health = router.healthOf(endpoint);
      if (!health.isAvailable()) continue;
      if (lastError.kind !== 'noEndpoint') observe({ kind: 'failedOver' });
      health.begin();
      let hasText = false;
      const onText = (text: string): boolean => {
        hasText = true;
        return context.onText?.(text) ?? true;
      };
      try {
        const generation = await attempt(endpoint)(request, { ...context, onText });
        const { fault } = generation;
        if (fault === undefined) health.succeeded();
        else health.failed(new EndpointError(endpoint.id, fault));
        return generation;
      } catch (error) {
        if (!(error instanceof EndpointError)) health.abandoned();
        if (error instanceof CancelledError || !(error instanceof EndpointError)) throw error;
        health.failed(error);
        if (hasText) throw error;
        lastError = error;
      }
    }
    throw lastError;
  };
}
