import type { EndpointLimits } from '../domain/endpoint.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The share of each budget that requests not initiated by the user leave to user-initiated ones, rounded down. */
const MINUTE_RESERVE = 0.1;
const DAY_RESERVE = 0.2;
/** The rest of the day's budget is spread over so many hours. */
const WORKING_HOURS = 8;

/** At most `limit` in any `periodMs`. */
export interface Allowance {
  /** Tells the allowances of a scope apart. */
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
  /** How much of it is asked for, millionths included; 1 without it. More than the limit is never granted. */
  readonly amount?: number;
}

/**
 * Returns the allowances of an endpoint's requests. Requests not initiated by the user have allowances of their own beside the
 * others: a tenth of the minute and a fifth of the day stay for user-initiated ones, and an hour gets its eighth of the rest.
 */
export function allowancesOf(limits: EndpointLimits, isUserInitiated: boolean): Allowance[] {
  const { requestsPerMinute: minute, requestsPerDay: day } = limits;
  const unaskedDay = share(day, 1 - DAY_RESERVE);
  const of = (name: Allowance['name'], limit: number | undefined, periodMs: number) =>
    limit === undefined ? [] : [{ name, limit, periodMs }];
  const all = [...of('minute', minute, MINUTE_MS), ...of('day', day, DAY_MS)];
  if (isUserInitiated) return all;
  return [
    ...all,
    ...of('unaskedMinute', share(minute, 1 - MINUTE_RESERVE), MINUTE_MS),
    ...of('unaskedDay', unaskedDay, DAY_MS),
    ...of('unaskedHour', share(unaskedDay, 1 / WORKING_HOURS), HOUR_MS),
  ];
}

/** A part of a limit, one at least. */
const share = (limit: number | undefined, part: number): number | undefined =>
  limit === undefined ? undefined : Math.max(1, Math.ceil(limit * part - 1e-9));

/** The answer to asking for amounts. */
export interface Grant {
  /** 0 for a request that was granted. */
  readonly waitMs: number;
  /** The part of each allowance that is left, in the order in which they were given. */
  readonly remaining: readonly number[];
  /**
   * Adds to what was taken of each allowance, or takes from it (negative), once it is known what was spent: at the moment at which it
   * was taken, whatever is left. No more is given back than this grant holds. Absent where nothing was granted.
   */
  readonly correct?: (amounts: readonly number[]) => Promise<void>;
  /** Gives the grant back, for a request that did not go; absent where nothing was granted. */
  readonly giveBack?: () => Promise<void>;
}

/** Budgets that several processes share, and that outlive them. Rejects, or throws, where it cannot be reached. */
export interface SharedBudget {
  /** Takes the amounts of all allowances of a scope, which has a name, or of none. */
  take(scope: string, allowances: readonly Allowance[]): Promise<Grant>;
}

/** One that can be told of what was spent elsewhere. */
export interface SpendableBudget extends SharedBudget {
  /** Takes the amounts now, whatever is left. */
  spend(scope: string, allowances: readonly Allowance[]): Promise<void>;
}
