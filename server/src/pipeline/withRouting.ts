import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import type { Generate, Task } from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { Router } from '../routing/router.ts';

/** Of requests that were never sent, that are at fault themselves, or that nobody waits for any more. */
const SAYS_NOTHING: ReadonlySet<EndpointErrorKind> = new Set<EndpointErrorKind>([
  'rateLimited',
  'queueFull',
  'noConsent',
  'tooLong',
  'contextFull',
  'moderated',
]);

const isOfEndpoint = (error: unknown): boolean =>
  error instanceof EndpointError && !SAYS_NOTHING.has(error.kind);

/**
 * Asks the endpoint that the router names; on its failure the next, as long as no text has reached
 * the caller. Rejects with the last endpoint's error, or with `noEndpoint` if none was worth asking.
 */
export function withRouting(
  router: Pick<Router, 'order' | 'begun'>,
  observe: Observer<PipelineEvent>,
  attempt: (endpoint: Endpoint, task: Task) => Generate,
): Generate {
  return async (request, context) => {
    let lastError: EndpointError | undefined;
    for (const endpoint of router.order(request, context.priority)) {
      if (lastError !== undefined) observe({ kind: 'failedOver' });
      let hasText = false;
      const asked = router.begun(endpoint, request);
      const onText = (text: string): boolean => {
        hasText = true;
        asked.heard();
        return context.onText?.(text) ?? true;
      };
      try {
        const generation = await attempt(endpoint, request.task)(request, { ...context, onText });
        asked.heard();
        return generation;
      } catch (error) {
        if (!isOfEndpoint(error)) asked.gaveUp();
        else asked.failed();
        if (hasText || !(error instanceof EndpointError)) throw error;
        lastError = error;
      }
    }
    throw lastError ?? new EndpointError('', 'noEndpoint');
  };
}
