import type { Clock } from '../base/clock.ts';
import { assertNever } from '../base/errors.ts';
import type { EndpointError, EndpointErrorKind } from '../domain/endpointError.ts';

/** The breaker looks at so many outcomes, of so long ago at most, and judges from so few on. */
const OUTCOMES = 20;
const OUTCOMES_MS = 60_000;
const LEAST_OUTCOMES = 8;
const FAILED_SHARE = 0.5;
const FAILURES_IN_A_ROW = 5;
/** How long it stays open, doubling each time, give or take a fifth; no longer than the last where there is no other endpoint. */
const OPEN_MS = 5_000;
const MAX_OPEN_MS = 120_000;
const JITTER = 0.2;
const MAX_OPEN_ALONE_MS = 2_000;
/** After a probe twice as many may go at once with each success, until so many have succeeded. */
const SUCCESSES_TO_CLOSE = 3;

type State =
  | { readonly kind: 'closed' }
  | {
      readonly kind: 'open';
      readonly since: number;
      readonly until: number;
      readonly openings: number;
    }
  | { readonly kind: 'halfOpen'; readonly successes: number; readonly openings: number }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'retired' };

export type HealthState = State['kind'];

interface Outcome {
  readonly at: number;
  readonly hasFailed: boolean;
}

/**
 * Whether one endpoint is worth asking: a circuit breaker fit for the traffic of one developer. Connection faults,
 * timeouts, 5xx and malformed answers open it, five in a row or half of the last ones; then a single probe decides, and a few
 * more requests at a time. A 429 is no failure; a 401 or 403 ends it until `reset` (a new key), a 410 for good; other refusals
 * concern the request, not the endpoint.
 */
export class EndpointHealth {
  readonly #clock: Clock;
  readonly #random: () => number;
  #state: State = { kind: 'closed' };
  #outcomes: Outcome[] = [];
  /** Of those that began since the breaker last opened. */
  #inFlight = 0;
  #lastError: EndpointErrorKind | null = null;

  /** `random` is 0 to 1. */
  constructor(clock: Clock, random: () => number) {
    this.#clock = clock;
    this.#random = random;
  }

  get state(): HealthState {
    return this.#state.kind;
  }

  /** The last failure, until a request succeeds again. */
  get lastError(): EndpointErrorKind | null {
    return this.#lastError;
  }

  /** Whether a request may go there now; `isAlone` where there is no other endpoint for it. */
  isAvailable(isAlone = false): boolean {
    const state = this.#state;
    switch (state.kind) {
      case 'closed':
        return true;
      case 'open': {
        const until = isAlone
          ? Math.min(state.until, state.since + MAX_OPEN_ALONE_MS)
          : state.until;
        return this.#clock.monotonic() >= until;
      }
      case 'halfOpen':
        return this.#inFlight < 2 ** state.successes;
      case 'unauthorized':
      case 'retired':
        return false;
      default:
        return assertNever(state);
    }
  }

  /** Marks that a request goes there: the first one after an open time is the probe. */
  begin(): void {
    if (this.#state.kind === 'open') {
      this.#inFlight = 0;
      this.#state = { kind: 'halfOpen', successes: 0, openings: this.#state.openings };
    }
    this.#inFlight++;
  }

  succeeded(): void {
    this.#ended(false);
    this.#lastError = null;
    const state = this.#state;
    if (state.kind === 'halfOpen' && state.successes + 1 < SUCCESSES_TO_CLOSE) {
      this.#state = { ...state, successes: state.successes + 1 };
      return;
    }
    // What began before it opened and succeeds late is no probe.
    if (state.kind === 'halfOpen') this.#close();
  }

  /** The request ended without telling anything about the endpoint; a probe gives its turn back. */
  abandoned(): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
  }

  failed({ kind }: EndpointError): void {
    this.#lastError = kind;
    switch (kind) {
      case 'unauthorized':
      case 'retired':
        this.#state = { kind };
        return;
      case 'rateLimited':
      case 'rejected':
      case 'tooLong':
      case 'noEndpoint':
        this.abandoned();
        return;
      case 'unreachable':
      case 'untrusted':
      case 'oldTls':
      case 'timeout':
      case 'server':
      case 'malformed':
        this.#ended(true);
        if (this.#isFailing()) this.#open();
        return;
      default:
        assertNever(kind);
    }
  }

  /** A new key or a user's wish: everything before is forgotten. */
  reset(): void {
    this.#lastError = null;
    this.#close();
  }

  #ended(hasFailed: boolean): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    const at = this.#clock.monotonic();
    const recent = this.#outcomes.filter((outcome) => at - outcome.at < OUTCOMES_MS);
    this.#outcomes = [...recent.slice(1 - OUTCOMES), { at, hasFailed }];
  }

  #isFailing(): boolean {
    if (this.#state.kind === 'halfOpen') return true;
    if (this.#state.kind !== 'closed') return false;
    const last = this.#outcomes.slice(-FAILURES_IN_A_ROW);
    const isRow = last.length === FAILURES_IN_A_ROW && last.every(({ hasFailed }) => hasFailed);
    const failures = this.#outcomes.filter(({ hasFailed }) => hasFailed).length;
    const isShare = failures >= FAILED_SHARE * this.#outcomes.length;
    return isRow || (this.#outcomes.length >= LEAST_OUTCOMES && isShare);
  }

  #open(): void {
    const openings = this.#state.kind === 'halfOpen' ? this.#state.openings + 1 : 0;
    const jitter = 1 + JITTER * (2 * this.#random() - 1);
    const openMs = Math.min(MAX_OPEN_MS, OPEN_MS * 2 ** openings) * jitter;
    const since = this.#clock.monotonic();
    this.#state = { kind: 'open', since, until: since + openMs, openings };
  }

  #close(): void {
    this.#state = { kind: 'closed' };
    this.#outcomes = [];
    this.#inFlight = 0;
  }
}
