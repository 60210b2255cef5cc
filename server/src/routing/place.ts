import type { Endpoint } from '../domain/endpoint.ts';
import { modelFor } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';

/** One model of an endpoint, where a request may go. */
export interface Place {
  readonly endpoint: Endpoint;
  /** Of the task, the endpoint, its address and its model: no other place has it. */
  readonly name: string;
}

export const placeOf = (endpoint: Endpoint, task: Task): Place => ({
  endpoint,
  name: [task, endpoint.id, endpoint.url, modelFor(endpoint, task)].join('\n'),
});

/** Endpoints by their priority, the lowest number first; in the order of the list where they are told none. */
export function tiersOf(endpoints: readonly Endpoint[]): readonly (readonly Endpoint[])[] {
  const tiers = new Map<number, Endpoint[]>();
  for (const [index, endpoint] of endpoints.entries()) {
    const { priority = index + 1 } = endpoint;
    tiers.set(priority, [...(tiers.get(priority) ?? []), endpoint]);
  }
  return [...tiers.entries()].toSorted(([one], [other]) => one - other).map(([, tier]) => tier);
}
