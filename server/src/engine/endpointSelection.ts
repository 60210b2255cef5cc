import type { Endpoint } from '../domain/endpoint.ts';
import { isUserInitiated, type Priority, type Task } from '../domain/generation.ts';
import type { Limiter } from '../limits/limiter.ts';
import { tiersOf } from '../routing/place.ts';
import type { Load } from '../routing/routerTools.ts';

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

/** The endpoints that may be asked for each task: by priority, then in the order of the settings. */
export function endpointsByTask(
  endpoints: readonly Endpoint[],
): Readonly<Record<Task, readonly Endpoint[]>> {
  const preferred = tiersOf(endpoints).flat();
  return {
    completion: preferred.filter(({ roles }) => roles.includes('completion')),
    action: preferred.filter(({ roles }) => roles.includes('action')),
  };
}

/**
 * The load of an endpoint by its limiter: those that wait are load, too; of several budgets the one that is nearest to its end counts, and none is
 * left where the server wants to be left alone.
 */
export function loadOf(
  limiter: Pick<Limiter, 'inFlight' | 'waiting' | 'slots' | 'budget' | 'waitMs'>,
): Load {
  const left = Object.values(limiter.budget()).map((budget) =>
    budget === null ? 1 : budget.remaining / budget.limit,
  );
  const inFlight = limiter.inFlight + limiter.waiting;
  const budget = limiter.waitMs('automatic') > 0 ? 0 : Math.min(...left);
  return { inFlight, slots: limiter.slots, budget };
}

/** Those of some endpoints that would be asked at once for a request of a priority: in good health, within every limit. */
export function readyAtOnce(
  endpoints: readonly Endpoint[],
  priority: Priority,
  readinessOf: (endpoint: Endpoint) => Readiness,
): readonly Endpoint[] {
  const isAsked = isUserInitiated(priority);
  const there = (isOnly: boolean) =>
    endpoints.filter((each) => readinessOf(each).health.isAvailable(isOnly, isAsked));
  const usual = there(endpoints.length === 1);
  // Where nobody else is there, those that rest are asked sooner, as the router does.
  return (usual.length === 0 ? there(true) : usual).filter(
    (each) => readinessOf(each).limiter.waitMs(priority) === 0,
  );
}
