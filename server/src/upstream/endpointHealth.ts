import type { Clock } from '../base/clock.ts';
import { assertNever } from '../base/errors.ts';
import { EndpointError, type EndpointErrorKind } from '../domain/endpointError.ts';
import { aloneMs } from './alonePauses.ts';
import { type HealthState, type Look, NAMED_RESTS, type State } from './healthState.ts';
import { RecentOutcomes } from './recentOutcomes.ts';
import { FAULT_PAUSES, type Pauses, REST_PAUSES } from './restPauses.ts';

/** How long the breaker stays open, doubling each time, give or take a fifth. */
const OPEN_MS = 5_000;
const MAX_OPEN_MS = 120_000;
const JITTER = 0.2;
const PAUSE_GROWTH = 4;
/** An endpoint that was looked at, and not there, is left alone until it is looked at again, and a little longer. */
const LOOKED_MS = 12_000;
/** Questions that are not answered make a pause no longer than this. */
const MAX_ASKED_MS = 60_000;
/** So soon after a refusal a request that the user wants is sent all the same. */
const ASKED_MS = 10_000;
/** A probe that was given up is made again after so long, doubling up to the second. */
const GIVEN_UP_MS = 5_000;
const MAX_GIVEN_UP_MS = 300_000;
/** After a probe twice as many may go at once with each success, until so many have succeeded. */
const SUCCESSES_TO_CLOSE = 3;

/** The turn of one request: what happened before the last `reset` does not count any more. */
type Turn = number;

/**
 * Whether one model of an endpoint is worth asking: a circuit breaker fit for the traffic of one developer. Connection faults,
 * timeouts, 5xx and malformed answers open it, five in a row or half of the last ones; then a single probe decides, and a few
 * more requests at a time. A 429 is no failure. After a refusal that the user has to mend it rests, longer each time and never for
 * ever: one request finds out whether it is over; `wake` and `reset` end it at once. While its user has paused the endpoint
 * it is never available; neither of them ends that.
 */
export class EndpointHealth {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #isPaused: () => boolean;
  #state: State = { kind: 'closed' };
  readonly #outcomes: RecentOutcomes;
  /** The look that has not found it since the breaker opened. */
  #missedBy: Look | undefined;
  /** Nothing but a look has opened the breaker. */
  #isLookedOpen = false;
  /** When it last answered, or somebody wanted it back. */
  #heardAt = Number.NEGATIVE_INFINITY;
  readonly #onSuspect: () => void;
  /** Of those that began since the breaker last opened. */
  #inFlight = 0;
  #last: EndpointError | null = null;
  #turn: Turn = 0;
  #hasAnswered = false;
  /** Refusals without an answer between them. */
  #refusals = 0;
  /** Probes that were given up before they told anything. */
  #givenUp = 0;

  /** `random` is 0 to 1; `isPaused` says whether the user has paused the endpoint; `onSuspect` is told of each failure that may be the endpoint's. */
  constructor(
    clock: Clock,
    random: () => number,
    isPaused: () => boolean = () => false,
    onSuspect: () => void = () => undefined,
  ) {
    this.#clock = clock;
    this.#random = random;
    this.#isPaused = isPaused;
    this.#onSuspect = onSuspect;
    this.#outcomes = new RecentOutcomes(clock);
  }

  get isPaused(): boolean {
    return this.#isPaused();
  }

  get state(): HealthState {
    if (this.isPaused) return 'paused';
    const state = this.#state;
    if (state.kind !== 'resting') return state.kind;
    return NAMED_RESTS.find((name) => name === state.error) ?? 'resting';
  }

  /** The last failure, until a request succeeds again. */
  get lastError(): EndpointErrorKind | null {
    return this.#last?.kind ?? null;
  }

  /** The server's own words for it; undefined where it had none. */
  get lastSentence(): string | undefined {
    return this.#last?.sentence;
  }

  /** Whether a request may go there now; `isAlone` where there is no other endpoint for it, `isAsked` where the user wants it. */
  isAvailable(isAlone = false, isAsked = false): boolean {
    return this.availableInMs(isAlone, isAsked) === 0;
  }

  /**
   * Milliseconds until a request may go there, as it stands now: 0 where it may. `undefined` while nobody knows: the user has paused it, or a request that
   * finds out is on its way.
   */
  availableInMs(isAlone = false, isAsked = false): number | undefined {
    if (this.isPaused) return undefined;
    const state = this.#state;
    switch (state.kind) {
      case 'closed':
        return 0;
      case 'open': {
        const alone = state.since + aloneMs(state.openings, this.#last?.kind === 'unreachable');
        return this.#msUntil(isAlone ? Math.min(state.until, alone) : state.until);
      }
      case 'halfOpen':
        return this.#inFlight < 2 ** state.successes ? 0 : undefined;
      case 'resting': {
        // What was refused may be one request alone: the user's next one is another.
        if (isAsked && (REST_PAUSES[state.error]?.after ?? 1) > 1) return 0;
        if (state.isProbed) return undefined;
        const isWorthIt = isAsked && state.error !== 'retired' && state.error !== 'unencrypted';
        const asked = isWorthIt ? state.since + ASKED_MS : Number.POSITIVE_INFINITY;
        return this.#msUntil(Math.min(state.until, asked));
      }
      default:
        return assertNever(state);
    }
  }

  #msUntil(at: number): number {
    return Math.max(0, at - this.#clock.monotonic());
  }

  /** Marks that a request goes there: the first one after an open time, or a rest, is the probe. */
  begin(): Turn {
    const state = this.#state;
    if (state.kind === 'open') {
      this.#inFlight = 0;
      this.#state = { kind: 'halfOpen', successes: 0, openings: state.openings };
    }
    if (state.kind === 'resting') this.#state = { ...state, isProbed: true };
    this.#inFlight++;
    return this.#turn;
  }

  succeeded(turn: Turn = this.#turn): void {
    if (turn !== this.#turn) return;
    this.#ended(false);
    this.#last = null;
    this.#hasAnswered = true;
    this.#refusals = 0;
    this.#givenUp = 0;
    this.#heardAt = this.#clock.monotonic();
    const state = this.#state;
    if (state.kind === 'halfOpen' && state.successes + 1 < SUCCESSES_TO_CLOSE) {
      this.#state = { ...state, successes: state.successes + 1 };
      return;
    }
    // What began before it opened and succeeds late is no probe, but where nothing but a look has opened it.
    const isRefuted = state.kind === 'open' && this.#isLookedOpen;
    if (state.kind === 'halfOpen' || state.kind === 'resting' || isRefuted) this.#close();
  }

  /** The request ended without telling anything about the endpoint; a probe gives its turn back, not at once where that comes again. */
  abandoned(turn: Turn = this.#turn): void {
    if (turn !== this.#turn) return;
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    const state = this.#state;
    if (state.kind !== 'resting' || !state.isProbed) return;
    const pauseMs = GIVEN_UP_MS * 2 ** this.#givenUp++;
    const until = this.#clock.monotonic() + Math.min(pauseMs, MAX_GIVEN_UP_MS);
    this.#state = { ...state, isProbed: false, until };
  }

  failed(error: EndpointError, turn: Turn = this.#turn): void {
    // Under the key of before: the one of now may be right.
    if (turn !== this.#turn) return;
    // It was not sent.
    if (error.kind === 'paused') {
      this.abandoned(turn);
      return;
    }
    this.#last = error;
    const pauses = REST_PAUSES[error.kind];
    if (pauses !== undefined) {
      this.#refused(error.kind, pauses);
      return;
    }
    if (
      ['rateLimited', 'queueFull', 'shortOfMemory', 'noConsent', 'tooLong', 'noEndpoint'].includes(
        error.kind,
      )
    ) {
      this.abandoned(turn);
      return;
    }
    this.#ended(true);
    if (this.#state.kind === 'resting') this.#rest(this.#state.error, FAULT_PAUSES);
    else if (this.#isFailing()) this.#open();
    this.#onSuspect();
  }

  /** True after a fault of the endpoint that has not passed yet: whoever looks at it beside all requests may end the doubt. A refusal that the user has to mend is none. */
  get isSuspect(): boolean {
    if (this.isPaused) return false;
    const { kind } = this.#state;
    return kind === 'open' || (kind === 'closed' && this.#outcomes.hasJustFailed);
  }

  /** True while the breaker is open. */
  get isOpen(): boolean {
    return this.#state.kind === 'open';
  }

  /**
   * It was looked at, and is there. Where this look had missed it before, or nobody could be reached, the next request finds out whether it answers; a server
   * that fails at requests alone is left to its pauses.
   */
  lookedAt(look: Look): void {
    const state = this.#state;
    if (state.kind !== 'open') return;
    const wasDown = this.#last?.kind === 'unreachable' || this.#missedBy === 'connect';
    if (wasDown || (look === 'question' && this.#missedBy === 'question'))
      this.#state = { ...state, until: this.#clock.monotonic() };
  }

  /**
   * A look that began at `since` has not found it: no request is spent on it until one does. A question that is not answered only makes a pause longer, and not for
   * ever: requests may be. Whatever was heard meanwhile counts more.
   */
  missed(look: Look, since: number): void {
    if (this.#heardAt >= since || this.isPaused) return;
    const now = this.#clock.monotonic();
    if (this.#state.kind === 'closed' && look === 'connect') {
      this.#last = new EndpointError('', 'unreachable');
      this.#open();
      this.#isLookedOpen = true;
    }
    const state = this.#state;
    if (state.kind !== 'open') return;
    this.#missedBy = look;
    const most = look === 'connect' ? Number.POSITIVE_INFINITY : state.since + MAX_ASKED_MS;
    const until = Math.max(state.until, Math.min(most, now + LOOKED_MS));
    this.#state = { ...state, until };
  }

  /** Somebody has changed something, or wants it: a rest is over, as soon as the next request has shown it. */
  wake(): void {
    const state = this.#state;
    this.#givenUp = 0;
    this.#heardAt = this.#clock.monotonic();
    if (state.kind === 'resting') {
      this.#state = { ...state, until: this.#clock.monotonic(), rests: 0, isProbed: false };
    }
  }

  /** A new key: everything before is forgotten, and so is what is still on its way. */
  reset(): void {
    this.#turn++;
    this.#last = null;
    this.#refusals = 0;
    this.#close();
  }

  #refused(error: EndpointErrorKind, pauses: Pauses): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#refusals++;
    const isResting = this.#state.kind === 'resting';
    const most = this.#hasAnswered ? pauses.after : 1;
    if (isResting || this.#refusals >= most) this.#rest(error, pauses);
  }

  #rest(error: EndpointErrorKind, { firstMs, mostMs }: Pauses): void {
    const before = this.#state.kind === 'resting' ? this.#state : undefined;
    // What began beside the request that ended in a rest says the same again.
    if (before !== undefined && !before.isProbed) return;
    const rests = before?.error === error ? before.rests + 1 : 0;
    const since = this.#clock.monotonic();
    const until = since + Math.min(mostMs, firstMs * PAUSE_GROWTH ** rests);
    this.#state = { kind: 'resting', error, since, until, rests, isProbed: false };
  }

  #ended(hasFailed: boolean): void {
    this.#inFlight = Math.max(0, this.#inFlight - 1);
    this.#outcomes.add(hasFailed);
  }

  #isFailing(): boolean {
    if (this.#state.kind === 'halfOpen') return true;
    return this.#state.kind === 'closed' && this.#outcomes.isFailing;
  }

  #open(): void {
    const openings = this.#state.kind === 'halfOpen' ? this.#state.openings + 1 : 0;
    const jitter = 1 + JITTER * (2 * this.#random() - 1);
    const openMs = Math.min(MAX_OPEN_MS, OPEN_MS * 2 ** openings) * jitter;
    const since = this.#clock.monotonic();
    this.#state = { kind: 'open', since, until: since + openMs, openings };
    this.#missedBy = undefined;
    this.#isLookedOpen = false;
  }

  #close(): void {
    this.#state = { kind: 'closed' };
    this.#outcomes.clear();
    this.#inFlight = 0;
  }
}
