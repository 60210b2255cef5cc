import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { CancelledError } from '../base/errors.ts';
import type { Endpoint } from '../domain/endpoint.ts';
import { EndpointError } from '../domain/endpointError.ts';
import { type GenerationContext, isUserInitiated, type Priority } from '../domain/generation.ts';
import { AdaptiveConcurrency } from './adaptiveConcurrency.ts';
import { type Budget, Budgets } from './budgets.ts';
import type { ConcurrencyLimit } from './concurrencyLimit.ts';
import type { LimitSignals } from './limitHeaders.ts';
import { PriorityQueue, type Waiting } from './priorityQueue.ts';
import type { Allowance } from './sharedBudget.ts';

/** Longest time that a request someone waits for is held back for a budget; others are refused at once. */
const MAX_BUDGET_WAIT_MS = 20_000;
/** An automatic completion is of no use later; others wait for a place as long as a request may take. */
const MAX_AUTOMATIC_WAIT_MS = 3_000;
const MAX_WAIT_MS = 60_000;
/** How long a 429 that names no time keeps us away; doubled each time, until something is answered. */
const LIMITED_MS = 5_000;
const MAX_LIMITED_MS = 120_000;
/** Timers may fire a little early. */
const TIMER_SLACK_MS = 1;

/** A place on the way to an endpoint; disposed of when the request has ended. */
export interface Permit extends Disposable {
  /** How many tokens it really was, in place of the estimate. */
  used(tokens: number): void;
}

interface Waiter extends Waiting {
  readonly tokens: number;
  readonly resolve: (permit: Permit) => void;
}

export interface LimiterTools {
  readonly clock: Clock;
  readonly slots: ConcurrencyLimit;
}

/**
 * Whose turn it is at one endpoint: keeps it within its budgets and its concurrency, and lets those who wait go by their
 * priority. Whoever leaves gives up his place at once.
 */
export class Limiter {
  readonly #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #slots: ConcurrencyLimit;
  readonly #budgets: Budgets;
  readonly #concurrency: AdaptiveConcurrency;
  readonly #line = new PriorityQueue<Waiter>();
  #inFlight = 0;
  /** The server asked us to stay away until then. */
  #notBefore = 0;
  #refusals = 0;
  #wake: Disposable | undefined;

  constructor(endpoint: Endpoint, { clock, slots }: LimiterTools) {
    this.#endpoint = endpoint;
    this.#clock = clock;
    this.#slots = slots;
    this.#budgets = new Budgets(endpoint.limits, clock);
    this.#concurrency = new AdaptiveConcurrency(endpoint.limits.concurrency, clock);
    slots.onFree(() => this.#dispatch());
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get waiting(): number {
    return this.#line.size;
  }

  /** Returns the part of each budget that is left; null if there is no limit. */
  budget(): { minute: Budget | null; day: Budget | null } {
    return this.#budgets.left();
  }

  /** Milliseconds until the budgets, and the server, allow a request of this priority. */
  waitMs(priority: Priority, tokens = 0): number {
    const refusedMs = this.#notBefore - this.#clock.monotonic();
    return Math.max(0, refusedMs, this.#budgets.waitMs(isUserInitiated(priority), tokens));
  }

  /**
   * Resolves with a permit once the request may go. Rejects with `CancelledError` when the signal aborts, and with
   * `rateLimited` where that would take too long or too many wait.
   */
  acquire({ signal, priority }: GenerationContext, tokens = 0): Promise<Permit> {
    if (signal.aborted) return Promise.reject(new CancelledError());
    const waitMs = this.waitMs(priority, tokens);
    const mostMs = isUserInitiated(priority) ? MAX_BUDGET_WAIT_MS : 0;
    if (waitMs > mostMs || this.#slots.isFull) return Promise.reject(this.#refusal(waitMs));
    const isFree = this.#line.size === 0 && waitMs === 0 && this.#hasPlace();
    if (isFree) return Promise.resolve(this.#permit({ priority, tokens }));
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        priority,
        tokens,
        since: this.#clock.monotonic(),
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
      const patienceMs = priority === 'automatic' ? MAX_AUTOMATIC_WAIT_MS : MAX_WAIT_MS;
      const timer = this.#clock.after(patienceMs, () => leave(this.#refusal(0)));
      const end = () => {
        this.#slots.wait(-1);
        timer.dispose();
        signal.removeEventListener('abort', onAbort);
        if (this.#line.size === 0) this.#wake?.dispose();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#slots.wait(1);
      this.#line.add(waiter);
      this.#dispatch();
    });
  }

  /** Takes in a server's statements about its limits, from any answer. */
  learn({ waitMs, requestsLeft }: LimitSignals): void {
    if (waitMs !== undefined && waitMs > 0) this.#stayAway(waitMs);
    if (requestsLeft !== undefined) this.#budgets.lowerTo('minute', requestsLeft);
  }

  /** Others who share the budget have spent of it: so many are left. */
  lower(name: Allowance['name'], remaining: number): void {
    this.#budgets.lowerTo(name, remaining);
  }

  /** The server refused a request as one too many. */
  refused(waitMs: number | undefined): void {
    this.#concurrency.dropped();
    const ownMs = Math.min(MAX_LIMITED_MS, LIMITED_MS * 2 ** this.#refusals++);
    this.#stayAway(waitMs ?? ownMs);
  }

  /** The server was too busy to answer. */
  overloaded(): void {
    this.#concurrency.dropped();
  }

  /** The first text of an answer came after so long. */
  heard(ttftMs: number): void {
    this.#refusals = 0;
    this.#concurrency.heard(ttftMs);
  }

  /** Returns the endpoint's average time to first text, in milliseconds; `undefined` while it is not known well enough. */
  usualTtftMs(): number | undefined {
    return this.#concurrency.usualTtftMs();
  }

  /** A new key: what the server said under the old one does not hold. */
  reset(): void {
    this.#notBefore = 0;
    this.#refusals = 0;
    this.#dispatch();
  }

  #stayAway(waitMs: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.monotonic() + waitMs);
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
      if (!this.#hasPlace()) return;
      nextMs = Number.POSITIVE_INFINITY;
      const waiter = this.#line.take(this.#clock.monotonic(), mayGo);
      if (waiter === undefined) break;
      waiter.resolve(this.#permit(waiter));
    }
    if (this.#line.size > 0 && nextMs < Number.POSITIVE_INFINITY) {
      this.#wake = this.#clock.after(Math.ceil(nextMs) + TIMER_SLACK_MS, this.#dispatch);
    }
  };

  #hasPlace(): boolean {
    return this.#inFlight < this.#concurrency.limit && this.#slots.isFree;
  }

  #permit({ priority, tokens }: Pick<Waiter, 'priority' | 'tokens'>): Permit {
    const taken = this.#budgets.take(isUserInitiated(priority), tokens);
    this.#inFlight++;
    this.#slots.take();
    this.#concurrency.began(this.#inFlight);
    let isHeld = true;
    return {
      used: (actual) => taken.correct(actual),
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#inFlight--;
        this.#slots.release();
      },
    };
  }

  #refusal(waitMs: number): EndpointError {
    return new EndpointError(this.#endpoint.id, 'rateLimited', { retryAfterMs: waitMs });
  }
}
