import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import { fits } from '../upstream/fitted.ts';

/** Passes an endpoint by that does not take so long a request: it would have to be asked about half of it. */
export const withInputLimit =
  (endpoint: Endpoint, next: Generate): Generate =>
  (request, context) =>
    fits(request, endpoint)
      ? next(request, context)
      : Promise.reject(new EndpointError(endpoint.id, 'tooLong'));
