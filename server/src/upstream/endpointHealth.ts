import type { Clock } from '../base/clock.ts';
import { assertNever } from '../base/errors.ts';
import type { EndpointError, EndpointErrorKind } from '../domain/endpointError.ts';

/** Failures in a row that open the breaker, and how long it stays open, doubling each time. */
const FAILURES_TO_OPEN = 5;
const OPEN_MS = 5_000;
const MAX_OPEN_MS = 120_000;
/** How long a 429 without `retry-after` keeps us away. */
const LIMITED_MS = 10_000;

type State =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly until: number; readonly openings: number }
  | { readonly kind: 'halfOpen'; readonly openings: number }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'retired' };

export type HealthState = State['kind'];

/**
 * Whether one endpoint is worth asking. Connection faults, timeouts, 5xx and malformed answers open
 * it after five in a row; one probe then decides. A 429 only makes it wait; a 401 or 403 ends it
 * until `reset` (a new key), a 410 for good; other refusals concern the request, not the endpoint.
 */
export class EndpointHealth {
  readonly #clock: Clock;
  #state: State = { kind: 'closed', failures: 0 };
  #limitedUntil = 0;
  #lastError: EndpointErrorKind | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get state(): HealthState {
    return this.#state.kind;
  }

  /** What failed last, until something succeeds again. */
  get lastError(): EndpointErrorKind | null {
    return this.#lastError;
  }

  /** Whether a request may go there now. */
  isAvailable(): boolean {
    const now = this.#clock.monotonic();
    if (now < this.#limitedUntil) return false;
    switch (this.#state.kind) {
      case 'closed':
        return true;
      case 'open':
        return now >= this.#state.until;
      case 'halfOpen':
      case 'unauthorized':
      case 'retired':
        return false;
      default:
        return assertNever(this.#state);
    }
  }

  /** Marks that a request goes there: the first one after an open time is the probe. */
  begin(): void {
    if (this.#state.kind === 'open') {
      this.#state = { kind: 'halfOpen', openings: this.#state.openings };
    }
  }

  succeeded(): void {
    this.#lastError = null;
    this.#state = { kind: 'closed', failures: 0 };
  }

  /** The request ended without telling anything about the endpoint; a probe gives its turn back. */
  abandoned(): void {
    if (this.#state.kind === 'halfOpen') {
      this.#state = { kind: 'open', until: 0, openings: this.#state.openings };
    }
  }

  failed(error: EndpointError): void {
    this.#lastError = error.kind;
    switch (error.kind) {
      case 'unauthorized':
      case 'retired':
        this.#state = { kind: error.kind };
        return;
      case 'rateLimited':
        if (error.status === undefined) {
          // Our own limiter refused: that says nothing about the endpoint.
          this.abandoned();
          return;
        }
        this.#limitedUntil = this.#clock.monotonic() + (error.retryAfterMs ?? LIMITED_MS);
        this.abandoned();
        return;
      case 'rejected':
      case 'noEndpoint':
        this.abandoned();
        return;
      case 'unreachable':
      case 'timeout':
      case 'server':
      case 'malformed':
        this.#countFailure();
        return;
      default:
        assertNever(error.kind);
    }
  }

  /** A new key or a user's wish: everything before is forgotten. */
  reset(): void {
    this.#lastError = null;
    this.#state = { kind: 'closed', failures: 0 };
    this.#limitedUntil = 0;
  }

  #countFailure(): void {
    const state = this.#state;
    if (state.kind === 'closed' && state.failures + 1 < FAILURES_TO_OPEN) {
      this.#state = { kind: 'closed', failures: state.failures + 1 };
      return;
    }
    if (state.kind !== 'closed' && state.kind !== 'halfOpen') return;
    const openings = state.kind === 'halfOpen' ? state.openings + 1 : 0;
    const openMs = Math.min(MAX_OPEN_MS, OPEN_MS * 2 ** openings);
    this.#state = { kind: 'open', until: this.#clock.monotonic() + openMs, openings };
  }
}
