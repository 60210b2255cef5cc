import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import type { EndpointHealth } from '../upstream/endpointHealth.ts';

/** Sends nothing to an endpoint that its user has paused, even while a request waited for its turn; rejects with `paused`. */
export const withPause =
  (health: Pick<EndpointHealth, 'isPaused'>, endpoint: Endpoint, next: Generate): Generate =>
  (request, context) =>
    health.isPaused
      ? Promise.reject(new EndpointError(endpoint.id, 'paused'))
      : next(request, context);
