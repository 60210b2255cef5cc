/** The time over which a limit counts. */
export type LimitSpan = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month';

/** The scope of a server's limit: what it counts, and over which time, as far as it is told. */
export interface LimitScope {
  readonly of?: 'requests' | 'tokens';
  readonly span?: LimitSpan;
}
