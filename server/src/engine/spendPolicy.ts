import type { Endpoint } from '../domain/endpoint.ts';
import type { Budget } from '../limits/budgets.ts';

/** The load of an endpoint, as its limiter knows it. */
export interface EndpointLoad {
  readonly inFlight: number;
  readonly waiting: number;
  /** Null where there is no such limit. */
  readonly budget: { readonly minute: Budget | null; readonly day: Budget | null };
}

/** True if more than half of each budget is left: only then are answers fetched that nobody waits for. */
export const maySpend = ({ budget: { minute, day } }: Pick<EndpointLoad, 'budget'>): boolean =>
  [minute, day].every((budget) => budget === null || budget.remaining > budget.limit / 2);

/** True where nothing is known of a price: what nobody waits for costs no money. */
export const isFree = ({ price }: Pick<Endpoint, 'price'>): boolean =>
  price === undefined || price.input + price.output === 0;

const MINUTES = 60;
const HOURS = 24;

/** The requests that the limits of an endpoint allow in an hour; `undefined` without limits. */
export function requestsPerHour({ limits }: Pick<Endpoint, 'limits'>): number | undefined {
  const { requestsPerMinute, requestsPerDay } = limits;
  const each = [
    ...(requestsPerMinute === undefined ? [] : [requestsPerMinute * MINUTES]),
    ...(requestsPerDay === undefined ? [] : [requestsPerDay / HOURS]),
  ];
  return each.length === 0 ? undefined : Math.min(...each);
}

/** A server with one slot that is slower than this is kept free for the user, who may need it before it has answered. */
const SLOW_MS = 500;

/** The work that an endpoint can do at once, and how fast. */
export interface Stamina {
  /** Requests that it works for at once; `undefined` while unknown. */
  readonly slots: number | undefined;
  /** Its usual time to the first word in milliseconds; `undefined` while unknown. */
  readonly firstWordMs: number | undefined;
}

/**
 * True if what may follow a suggestion may be asked for ahead: nothing else is under way, there is enough left, and the only slot of a
 * slow server is not taken for it.
 */
export const maySpeculate = (load: EndpointLoad, { slots, firstWordMs }: Stamina): boolean => {
  if (slots === 1 && (firstWordMs ?? Number.POSITIVE_INFINITY) > SLOW_MS) return false;
  return load.inFlight + load.waiting === 0 && maySpend(load);
};
