import type { EndpointErrorKind } from '../domain/endpointError.ts';

/** The state of a circuit breaker, or of a rest. Times are monotonic milliseconds. */
export type State =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly since: number;
      readonly until: number;
      readonly openings: number;
    }
  | { readonly kind: 'halfOpen'; readonly successes: number; readonly openings: number }
  | {
      readonly kind: 'resting';
      readonly error: EndpointErrorKind;
      readonly since: number;
      readonly until: number;
      readonly rests: number;
      /** A request is on its way that finds out whether it is over. */
      readonly isProbed: boolean;
    };

/** As surfaces show it: some reasons to rest have a name of their own. */
export type HealthState =
  | 'closed'
  | 'open'
  | 'halfOpen'
  | 'resting'
  | 'paused'
  | (typeof NAMED_RESTS)[number];

export const NAMED_RESTS = ['unauthorized', 'unencrypted', 'retired'] as const;

/** A look at an endpoint beside all requests: whether it can be connected to, or how it answers what costs nothing. */
export type Look = 'connect' | 'question';
