/** One answer that was given: no text and no path, digests alone, in hex. */
export interface Use {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The file, keyed by the installation's secret; 32 digits. */
  readonly file: string;
  /** `completion`, or the id of an action. */
  readonly kind: string;
  /** The lines that stand there, keyed; 16 digits. */
  readonly place: string;
  /** The cache key under which the answer is kept, 32 digits; absent for one that is not. */
  readonly key?: string;
}

/** A cache key that was asked, how often and when last. */
export interface AskedKey {
  readonly key: string;
  readonly kind: string;
  readonly place: string;
  /** See `rankAfter`. */
  readonly rank: number;
  readonly times: number;
  readonly last: number;
}

/** Somebody was in a file, for a kind of work. */
export interface Visit {
  readonly at: number;
  readonly file: string;
  readonly kind: string;
}

/** The finding of warming ahead about itself, over restarts. */
export interface Verdict {
  /** Since when it is off, epoch milliseconds. */
  readonly at: number;
  readonly reason: 'unused' | 'noHabits';
  /** Share that was used, or guessed right, 0 to 1. */
  readonly precision: number;
}
