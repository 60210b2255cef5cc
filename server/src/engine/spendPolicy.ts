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

/** True if what may follow a suggestion may be asked for ahead: nothing else is under way, and there is enough left. */
export const maySpeculate = (load: EndpointLoad): boolean =>
  load.inFlight + load.waiting === 0 && maySpend(load);
