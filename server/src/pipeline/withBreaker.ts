import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import { isOfOperation } from '../domain/operation.ts';
import type { EndpointHealth } from '../upstream/endpointHealth.ts';

/** Tells an endpoint's breaker of each request and of what came of it; one that was cancelled says nothing, nor does one for an operation that is not there. */
export function withBreaker(health: EndpointHealth, next: Generate): Generate {
  return async (request, context) => {
    const turn = health.begin();
    try {
      const generation = await next(request, context);
      const { fault, endpointId } = generation;
      if (fault === undefined) health.succeeded(turn);
      else health.failed(new EndpointError(endpointId, fault), turn);
      return generation;
    } catch (error) {
      const isOfEndpoint = error instanceof EndpointError && !isOfOperation(request, error);
      if (isOfEndpoint) health.failed(error, turn);
      else health.abandoned(turn);
      throw error;
    }
  };
}
