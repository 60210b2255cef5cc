import type { Endpoint } from '../domain/endpoint.ts';
import type { LiveEndpoint } from '../metrics/export/snapshot.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';

/** How an endpoint is at this moment, as surfaces show it. */
export function endpointLive(endpoint: Endpoint, states: EndpointStates): LiveEndpoint {
  const { health, limiter } = states.of(endpoint);
  return {
    id: endpoint.id,
    state: health.state,
    lastError: health.lastError,
    inFlight: limiter.inFlight,
    waiting: limiter.waiting,
    waitMs: Math.round(limiter.waitMs('automatic')),
    budget: limiter.budget(),
    ...(endpoint.price === undefined ? {} : { price: endpoint.price }),
  };
}
