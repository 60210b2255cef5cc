import type { Observer } from '../base/observer.ts';
import { type Endpoint, modelFor } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import type { Generate } from '../domain/generation.ts';
import type { UpstreamEvent } from '../domain/requestEvents.ts';

export interface KeyConsentTools {
  readonly credential: (endpoint: Endpoint) => Promise<string | undefined>;
  /** True if the endpoint's key may be sent the way that its URL says. */
  readonly mayCarryKey: (endpoint: Endpoint, apiKey: string | undefined) => boolean;
  readonly observe: Observer<UpstreamEvent>;
}

/** Sends nothing where a key would be read on the way, and rejects with `unencrypted`, until the user has agreed. */
export const withKeyConsent =
  (
    { credential, mayCarryKey, observe }: KeyConsentTools,
    endpoint: Endpoint,
    next: Generate,
  ): Generate =>
  async (request, context) => {
    if (mayCarryKey(endpoint, await credential(endpoint))) return await next(request, context);
    const error = 'unencrypted';
    const model = modelFor(endpoint, request.task);
    observe({ kind: 'failed', endpointId: endpoint.id, model, error });
    throw new EndpointError(endpoint.id, error);
  };
