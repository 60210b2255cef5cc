import type { Endpoint } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';
import type { LiveEndpoint } from '../metrics/export/snapshot.ts';
import { placeOf, tiersOf } from '../routing/place.ts';
import type { RouterMemory } from '../routing/routerMemory.ts';
import type { EndpointStates } from '../upstream/endpointStates.ts';
import { endpointsByTask } from './endpointSelection.ts';

export type RouteMemory = Pick<RouterMemory, 'choices' | 'slow'>;

/** How much an endpoint is asked, and for which tasks its equals are asked in its place. */
export function routeOf(
  endpoint: Endpoint,
  endpoints: readonly Endpoint[],
  states: EndpointStates,
  { choices, slow }: RouteMemory,
): Pick<LiveEndpoint, 'share' | 'leftSlow'> {
  const share = choices.shareOf(endpoint.id);
  const byTask = endpointsByTask(endpoints);
  const outMs = (of: Endpoint, task: Task) => Math.ceil(slow.outMs(placeOf(of, task).name));
  // Where its equals cannot be asked it is asked all the same.
  const hasEqual = (task: Task) =>
    tiersOf(byTask[task])
      .find((tier) => tier.includes(endpoint))
      ?.some((other) => outMs(other, task) === 0 && states.of(other, task).health.isAvailable()) ===
    true;
  const leftSlow = endpoint.roles
    .map((task) => ({ task, forMs: outMs(endpoint, task) }))
    .filter(({ task, forMs }) => forMs > 0 && hasEqual(task));
  return {
    ...(share === undefined ? {} : { share }),
    ...(leftSlow.length === 0 ? {} : { leftSlow }),
  };
}
