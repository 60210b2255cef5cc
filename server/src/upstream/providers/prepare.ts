import type { Endpoint } from '../../domain/endpoint.ts';
import type { GenerationRequest } from '../../domain/generation.ts';
import { fitted } from './fitted.ts';
import { providers } from './index.ts';
import type { PreparedRequest } from './provider.ts';

/** Prepares a request for an endpoint, within the tokens that it takes at once. */
export const prepare = (request: GenerationRequest, endpoint: Endpoint): PreparedRequest =>
  providers[endpoint.provider].prepare(fitted(request, endpoint), endpoint);
