/** At most `limit` in any `periodMs`; of which `amount` is asked for, 1 without it, in whole millionths. */
export interface Allowance {
  readonly name: string;
  readonly limit: number;
  readonly periodMs: number;
  readonly amount?: number;
}

/** The answer to asking for amounts. */
export interface Grant {
  /** 0 where they were granted; else the earliest time at which they may be. */
  readonly waitMs: number;
  /** The part of each allowance that is left, in the order in which they were given. */
  readonly remaining: readonly number[];
  /** Adds differences, which may be negative, to the amounts taken; absent where nothing was granted. */
  readonly correct?: (differences: readonly number[]) => Promise<void>;
  /** Gives all that was granted back. */
  readonly giveBack?: () => Promise<void>;
}

/** Takes of all allowances of a scope, or of none. Structurally the shared budgets of `limits/`, which may be away, and reject. */
export interface Budget {
  take(scope: string, allowances: readonly Allowance[]): Grant | Promise<Grant>;
}

export const amountOf = (allowance: Allowance): number => allowance.amount ?? 1;

/** Amounts are added up as whole millionths, so that sums are exact, in whatever order they are made. */
const MILLIONTHS = 1e6;
export const toMillionths = (amount: number): number => Math.round(amount * MILLIONTHS);
export const ofMillionths = (millionths: number): number => millionths / MILLIONTHS;
