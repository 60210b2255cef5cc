import type { Endpoint } from '../domain/endpoint.ts';
import type { GenerationRequest } from '../domain/generation.ts';
import { providerOf } from '../providers/index.ts';
import type { PreparedRequest } from '../providers/provider.ts';
import { fitted } from './fitted.ts';

/** Prepares a request for an endpoint, within the tokens that it takes at once. */
export const prepare = (request: GenerationRequest, endpoint: Endpoint): PreparedRequest =>
  providerOf(endpoint).prepare(fitted(request, endpoint), endpoint);
