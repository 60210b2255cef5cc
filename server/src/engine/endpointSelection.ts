import type { Endpoint } from '../domain/endpoint.ts';
import type { Task } from '../domain/generation.ts';

/** The state of an endpoint, as far as selection asks about it. */
export interface Readiness {
  /** `isOnly`: it is the only one, and asked more patiently. */
  isAvailable(isOnly: boolean): boolean;
  /** Milliseconds until the limits let a request through that was made while typing. */
  waitMs(): number;
}

/** The endpoints that may be asked for a task, in the order of the settings. */
export const eligibleFor = (endpoints: readonly Endpoint[], task: Task): readonly Endpoint[] =>
  endpoints.filter(({ roles }) => roles.includes(task));

/** Those of some endpoints that would be asked at once: in good health, and with something left of each budget. */
export const readyAtOnce = (
  endpoints: readonly Endpoint[],
  readinessOf: (endpoint: Endpoint) => Readiness,
): readonly Endpoint[] =>
  endpoints.filter((endpoint) => {
    const readiness = readinessOf(endpoint);
    return readiness.isAvailable(endpoints.length === 1) && readiness.waitMs() === 0;
  });
