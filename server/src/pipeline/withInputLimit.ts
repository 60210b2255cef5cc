import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import { fits } from '../upstream/fitted.ts';

/** Passes an endpoint by that does not take so long a request: it would have to be asked about half of it. */
export const withInputLimit =
  (endpoint: Endpoint, next: Generate): Generate =>
  async (request, context) => {
    if (!fits(request, endpoint)) throw new EndpointError(endpoint.id, 'tooLong');
    return next(request, context);
  };
