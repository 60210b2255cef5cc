import type fc from 'fast-check';

/** A part of the product that is tried with input by chance. */
export interface FuzzTarget<Case = unknown> {
  readonly name: string;
  /** Its part of all cases, beside the shares of the others: dear cases are fewer. */
  readonly share: number;
  /** Longest processor time of a case in milliseconds, of this process; beyond it the case counts as a hang. */
  readonly maxMs: number;
  /** Sets up what the cases have in common. */
  readonly open: () => FuzzBench<Case> | Promise<FuzzBench<Case>>;
}

/** Cases, and the oracle that judges them. */
export interface FuzzBench<Case> {
  readonly cases: fc.Arbitrary<Case>;
  /** Throws, or rejects, where the product and the oracle disagree. */
  readonly check: (each: Case) => void | Promise<void>;
  readonly close?: () => void | Promise<void>;
}

/** Hides the type of a target's cases, so that targets fit into one list. */
export const target = <Case>(each: FuzzTarget<Case>): FuzzTarget => each as FuzzTarget;
