import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { CancelledError } from '../base/errors.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import {
  type GenerationContext,
  isAheadOfNeed,
  isAwaited,
  isUserInitiated,
  type Priority,
} from '../domain/generation.ts';
import type { LimitSpan } from '../domain/limitScope.ts';
import { AdaptiveConcurrency } from './adaptiveConcurrency.ts';
import type { Budget } from './budgets.ts';
import type { ConcurrencyLimit } from './concurrencyLimit.ts';
import { EndpointShare } from './endpointShare.ts';
import type { LimitSignals } from './limitHeaders.ts';
import { patienceMsOf } from './patience.ts';
import type { Permit } from './permit.ts';
import { PriorityQueue, type Waiting } from './priorityQueue.ts';
import { RefusalPauses } from './refusalPauses.ts';

/** Longest time that a request someone waits for is held back for a budget; others are refused at once. */
const MAX_BUDGET_WAIT_MS = 20_000;
/** Longest time that whoever comes again is held back by a pause that no server has named. */
const MAX_GUESSED_WAIT_MS = 2_000;
/** Timers may fire a little early. */
const TIMER_SLACK_MS = 1;

interface Waiter extends Waiting {
  readonly tokens: number;
  readonly comesAgain: boolean;
  readonly resolve: (permit: Permit) => void;
  readonly refuse: () => void;
}

export interface LimiterTools {
  readonly clock: Clock;
  readonly slots: ConcurrencyLimit;
  /** Common to the models of one endpoint; absent where it has one. */
  readonly share?: EndpointShare;
}

/**
 * Whose turn it is at one model of an endpoint: keeps it within its budgets and its concurrency, and lets those who wait go by their
 * priority. Whoever leaves gives up his place at once.
 */
export class Limiter {
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #slots: ConcurrencyLimit;
  readonly #share: EndpointShare;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #line = new PriorityQueue<Waiter>();
  #inFlight = 0;
  /** The requests in flight that were asked ahead. */
  readonly #ahead = new Set<AbortController>();
  /** The server asked us to stay away until then. */
  #notBefore = 0;
  /** The same where it has named no time. */
  #guessedUntil = 0;
  readonly #pauses = new RefusalPauses();
  #wake: Disposable | undefined;
  /** While any wait: told of places that become free at other endpoints. */
  #places: Disposable | undefined;

  constructor(endpoint: Endpoint, { clock, slots, share }: LimiterTools) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#slots = slots;
    this.#share = share ?? new EndpointShare(endpoint.limits, clock);
    this.#concurrency = new AdaptiveConcurrency(endpoint.limits.concurrency, clock);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** How many requests go there at once. */
  get slots(): number {
    return this.#concurrency.limit;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** The moment, of the clock that only goes on, until which the server has asked to be left alone; and how long that is yet. */
  get awayUntil(): number {
    return this.#notBefore;
  }

  get awayMs(): number {
    return Math.max(0, this.#notBefore - this.#clock.monotonic());
  }

  /** Returns the part of each budget that is left; null if there is no limit. */
  budget(): { minute: Budget | null; day: Budget | null } {
    return this.#share.budgets.left();
  }

  /** Milliseconds until the budgets, and the server, allow a request of this priority. */
  waitMs(priority: Priority, tokens = 0): number {
    return Math.max(this.awayMs, this.#share.budgets.waitMs(isUserInitiated(priority), tokens));
  }

  /**
   * Resolves with a permit once the request may go. Rejects with `CancelledError` when the signal aborts, and with
   * `rateLimited` where that would take too long, or nobody knows how long and its caller comes again, with `queueFull` where too many wait, with `shortOfMemory` where
   * requests of its kind give way.
   */
  acquire(context: GenerationContext, tokens = 0): Promise<Permit> {
    const { signal, priority, patienceMs, comesAgain = false } = context;
    if (signal.aborted) return Promise.reject(new CancelledError());
    if (this.#slots.isRefused(priority)) {
      return Promise.reject(new EndpointError(this.#endpoint.id, 'shortOfMemory'));
    }
    const waitMs = this.waitMs(priority, tokens);
    const mostMs = isUserInitiated(priority) ? MAX_BUDGET_WAIT_MS : 0;
    const isSentAway = comesAgain && this.#isGuessedLong;
    if (waitMs > mostMs || isSentAway) return Promise.reject(this.#refusal(waitMs));
    if (this.#slots.isFull) {
      return Promise.reject(new EndpointError(this.#endpoint.id, 'queueFull'));
    }
    const isFree = this.#line.size === 0 && waitMs === 0 && this.#hasPlace();
    if (isFree) return Promise.resolve(this.#permit({ priority, tokens }));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        priority,
        tokens,
        comesAgain,
        since: this.#clock.monotonic(),
        refuse: () => leave(this.#refusal(this.waitMs(priority, tokens))),
        resolve: (permit) => {
          end();
          resolve(permit);
        },
      };
      const leave = (reason: Error) => {
        if (!this.#line.remove(waiter)) return;
        end();
        reject(reason);
      };
      const onAbort = () => leave(new CancelledError());
      const timer = this.#clock.after(patienceMs ?? patienceMsOf(priority), waiter.refuse);
      const end = () => {
        this.#slots.wait(-1);
        timer.dispose();
        signal.removeEventListener('abort', onAbort);
        if (![...this.#line].some((each) => isAwaited(each.priority))) this.#giveUpPlace();
        if (this.#line.size > 0) return;
        this.#wake?.dispose();
        this.#places?.dispose();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#slots.wait(1);
      if (this.#line.size === 0) this.#places = this.#slots.onFree(this.#dispatch);
      this.#line.add(waiter);
      this.#dispatch();
    });
  }

  /** Takes in a server's statements about its limits, from any answer. */
  learn({ waitMs, requestsLeft }: LimitSignals): void {
    if (waitMs !== undefined && waitMs > 0) this.#stayAway(this.#clock.monotonic() + waitMs);
    if (requestsLeft !== undefined) this.#share.budgets.lowerTo('minute', requestsLeft);
  }

  /** Others who share the budget have spent of it: so many are left. */
  othersLeft(name: string, remaining: number): void {
    this.#share.budgets.othersLeft(name, remaining);
  }

  /** The server refused a request as one too many, within a limit over `span`: see `RefusalPauses`. `since` is when the request went. */
  refused(waitMs: number | undefined, span?: LimitSpan, since = this.#clock.monotonic()): void {
    this.#concurrency.dropped();
    const now = this.#clock.monotonic();
    const { ms, isGuess } = this.#pauses.next(now, { waitMs, span, since });
    this.#stayAway(now + ms);
    if (isGuess) this.#guessedUntil = now + ms;
    if (!this.#isGuessedLong) return;
    for (const waiter of [...this.#line]) if (waiter.comesAgain) waiter.refuse();
  }

  /** The server was too busy to answer. */
  overloaded(): void {
    this.#concurrency.dropped();
  }

  /** The error of a request that gave its place away. */
  gaveWay(): EndpointError {
    return new EndpointError(this.#endpoint.id, 'queueFull');
  }

  /** The first text of an answer came after so long. */
  heard(ttftMs: number): void {
    this.#pauses.forget();
    this.#concurrency.heard(ttftMs);
  }

  /** A new key: what the server said under the old one does not hold. */
  reset(): void {
    this.#notBefore = 0;
    this.#pauses.forget();
    this.#dispatch();
  }

  /** True in a pause that no server has named, and that lasts yet. */
  get #isGuessedLong(): boolean {
    const isGuessed = this.#guessedUntil >= this.#notBefore;
    return isGuessed && this.awayMs > MAX_GUESSED_WAIT_MS;
  }

  #stayAway(until: number): void {
    this.#notBefore = Math.max(this.#notBefore, until);
  }

  readonly #dispatch = (): void => {
    this.#wake?.dispose();
    let nextMs = Number.POSITIVE_INFINITY;
    const mayGo = ({ priority, tokens }: Waiter): boolean => {
      const waitMs = this.waitMs(priority, tokens);
      nextMs = Math.min(nextMs, waitMs);
      return waitMs === 0;
    };
    while (this.#line.size > 0) {
      // Whoever gives a place back calls again.
      if (!this.#hasPlace()) {
        const laterMs = this.#wantPlace();
        if (laterMs !== undefined) this.#wakeIn(laterMs);
        return;
      }
      nextMs = Number.POSITIVE_INFINITY;
      const waiter = this.#line.take(this.#clock.monotonic(), mayGo);
      if (waiter === undefined) break;
      waiter.resolve(this.#permit(waiter));
    }
    if (this.#line.size > 0 && nextMs < Number.POSITIVE_INFINITY) this.#wakeIn(nextMs);
  };

  #wakeIn(ms: number): void {
    this.#wake = this.#clock.after(Math.ceil(ms) + TIMER_SLACK_MS, this.#dispatch);
  }

  /**
   * Requests that were asked ahead of need give their places to those who wait and may go; of other models automatic ones, too, where a user does. Returns in
   * how many milliseconds the next of those who wait may go, if that is later.
   */
  #wantPlace(): number | undefined {
    const waiting = [...this.#line].filter(({ priority }) => !isAheadOfNeed(priority));
    const waits = waiting.map(({ priority, tokens }) => this.waitMs(priority, tokens));
    const ready = waiting.filter((_, index) => waits[index] === 0);
    if (ready.length > 0) for (const running of this.#ahead) running.abort();
    if (!this.#isWithin || !ready.some(({ priority }) => isAwaited(priority))) this.#giveUpPlace();
    else if (!this.#share.isFree(this)) this.#share.places.makeRoom(this);
    else if (!this.#slots.isFree(this)) this.#slots.makeRoom(this);
    const later = waits.filter((waitMs) => waitMs > 0);
    return later.length === 0 ? undefined : Math.min(...later);
  }

  /** No place is kept for a user any more. */
  #giveUpPlace(): void {
    const isFreed = this.#share.places.giveUp(this);
    this.#slots.giveUp(this, isFreed);
  }

  /** True while one more request would be within what this model bears. */
  get #isWithin(): boolean {
    return this.#inFlight < this.#concurrency.limit;
  }

  #hasPlace(): boolean {
    return this.#isWithin && this.#share.isFree(this) && this.#slots.isFree(this);
  }

  #permit({ priority, tokens }: Pick<Waiter, 'priority' | 'tokens'>): Permit {
    const taken = this.#share.budgets.take(isUserInitiated(priority), tokens);
    const controller = isUserInitiated(priority) ? undefined : new AbortController();
    const yielding = controller && { owner: this, controller };
    this.#inFlight++;
    this.#share.places.take(this, yielding);
    this.#slots.take(this, yielding);
    this.#concurrency.began(this.#inFlight);
    const ahead = isAheadOfNeed(priority) ? controller : undefined;
    if (ahead !== undefined) this.#ahead.add(ahead);
    let isHeld = true;
    return {
      since: this.#clock.monotonic(),
      ...(controller === undefined ? {} : { wanted: controller.signal }),
      used: (actual) => taken.correct(actual),
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        if (ahead !== undefined) this.#ahead.delete(ahead);
        this.#inFlight--;
        this.#share.places.release(yielding);
        this.#slots.release(yielding);
      },
    };
  }

  #refusal(waitMs: number): EndpointError {
    return new EndpointError(this.#endpoint.id, 'rateLimited', { retryAfterMs: waitMs });
  }
}
