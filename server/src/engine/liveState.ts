import type { Endpoint } from '../domain/endpoint.ts';
import type { LiveEndpoint } from '../metrics/export/snapshot.ts';
import type { EndpointRuntime, EndpointStates } from '../upstream/endpointStates.ts';
import type { GatewayNews } from './gatewayNews.ts';
import { type RouteMemory, routeOf } from './routeState.ts';

interface KnownOfEndpoints {
  readonly states: EndpointStates;
  readonly gateways?: GatewayNews;
}

/** How an endpoint is at this moment, as surfaces show it: as the model of it is that is best off, with the trouble of any. */
export function endpointLive(endpoint: Endpoint, states: EndpointStates): LiveEndpoint {
  const all = endpoint.roles.map((task) => states.of(endpoint, task));
  const models = [...new Set(all)];
  const best =
    models.find(({ health }) => health.isAvailable()) ??
    models[0] ??
    states.of(endpoint, 'completion');
  const troubled = models.find(({ health }) => health.lastError !== null) ?? best;
  // What was wrong with one that is not asked alarms nobody.
  const isPaused = best.health.state === 'paused';
  const { lastError, lastSentence } = isPaused ? NO_TROUBLE : troubled.health;
  const sum = (count: (model: EndpointRuntime) => number) =>
    models.reduce((total, model) => total + count(model), 0);
  return {
    id: endpoint.id,
    state: best.health.state,
    lastError,
    ...(lastSentence === undefined ? {} : { lastSentence }),
    inFlight: sum(({ limiter }) => limiter.inFlight),
    waiting: sum(({ limiter }) => limiter.waiting),
    waitMs: Math.round(best.limiter.waitMs('automatic')),
    budget: best.limiter.budget(),
    ...(endpoint.price === undefined ? {} : { price: endpoint.price }),
  };
}

/** How all endpoints are, and where requests go among them. */
export const endpointsLive = (
  endpoints: readonly Endpoint[],
  { states, gateways }: KnownOfEndpoints,
  routing: RouteMemory,
): readonly LiveEndpoint[] =>
  endpoints.map((endpoint) => {
    const announced = gateways?.of(endpoint);
    return {
      ...endpointLive(endpoint, states),
      ...routeOf(endpoint, endpoints, states, routing),
      ...(announced === undefined ? {} : { announced }),
    };
  });

const NO_TROUBLE = { lastError: null, lastSentence: undefined } as const;
