import type { Observer } from '../base/observer.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import {
  type Generate,
  type GenerationRequest,
  isUserInitiated,
  type Task,
} from '../domain/generation.ts';
import type { PipelineEvent } from '../domain/requestEvents.ts';
import type { EndpointHealth } from '../upstream/endpointHealth.ts';

/** The facts that routing needs; `eligible` lists the endpoints of a task in order of preference. */
export interface Router {
  readonly eligible: (request: GenerationRequest) => readonly Endpoint[];
  readonly healthOf: (endpoint: Endpoint, task: Task) => Pick<EndpointHealth, 'isAvailable'>;
}

/**
 * Asks the first endpoint that is available; on its failure the next, as long as no text has reached
 * the caller. Rejects with the last endpoint's error, or with `noEndpoint` if none was worth asking.
 */
export function withRouting(
  router: Router,
  observe: Observer<PipelineEvent>,
  attempt: (endpoint: Endpoint, task: Task) => Generate,
): Generate {
  return async (request, context) => {
    let lastError: EndpointError | undefined;
    const isAsked = isUserInitiated(context.priority);
    for (const endpoint of candidates(router, request, isAsked)) {
      if (lastError !== undefined) observe({ kind: 'failedOver' });
      let hasText = false;
      const onText = (text: string): boolean => {
        hasText = true;
        return context.onText?.(text) ?? true;
      };
      try {
        return await attempt(endpoint, request.task)(request, { ...context, onText });
      } catch (error) {
        if (hasText || !(error instanceof EndpointError)) throw error;
        lastError = error;
      }
    }
    throw lastError ?? new EndpointError('', 'noEndpoint');
  };
}

/** Those that are available, one after the other; if none is, those that rest, sooner than they would with others beside them. */
function* candidates({ eligible, healthOf }: Router, request: GenerationRequest, isAsked: boolean) {
  let isAnyAsked = false;
  for (const isAlone of [false, true]) {
    if (isAnyAsked) return;
    for (const endpoint of eligible(request)) {
      if (!healthOf(endpoint, request.task).isAvailable(isAlone, isAsked && isAlone)) continue;
      isAnyAsked = true;
      yield endpoint;
    }
  }
}
