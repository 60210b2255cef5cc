import type { Endpoint } from '../domain/endpoint.ts';
import { isUserInitiated, type Priority, type Task } from '../domain/generation.ts';

/** The state of an endpoint, as far as selection asks about it. */
export interface Readiness {
  readonly health: {
    /** `isOnly`: it is the only one, and asked more patiently; `isAsked`: by the user. */
    isAvailable(isOnly: boolean, isAsked: boolean): boolean;
  };
  readonly limiter: {
    /** Milliseconds until the limits let a request of a priority through. */
    waitMs(priority: Priority): number;
  };
}

/** The endpoints that may be asked for each task, in the order of the settings. */
export const endpointsByTask = (
  endpoints: readonly Endpoint[],
): Readonly<Record<Task, readonly Endpoint[]>> => ({
  completion: endpoints.filter(({ roles }) => roles.includes('completion')),
  action: endpoints.filter(({ roles }) => roles.includes('action')),
});

/** Those of some endpoints that would be asked at once for a request of a priority: in good health, within every limit. */
export const readyAtOnce = (
  endpoints: readonly Endpoint[],
  priority: Priority,
  readinessOf: (endpoint: Endpoint) => Readiness,
): readonly Endpoint[] =>
  endpoints.filter((endpoint) => {
    const { health, limiter } = readinessOf(endpoint);
    const isAsked = isUserInitiated(priority);
    const isAvailable = health.isAvailable(endpoints.length === 1, isAsked);
    return isAvailable && limiter.waitMs(priority) === 0;
  });
