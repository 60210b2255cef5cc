import type { Clock } from '../base/clock.ts';
import type { EndpointLimits } from '../domain/endpoint.ts';
import { SlidingWindow, type Taken } from './slidingWindow.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** What requests that nobody asked for leave of each budget to those that somebody did, rounded down. */
const MINUTE_RESERVE = 0.1;
const DAY_RESERVE = 0.2;
/** The rest of the day's budget is spread over so many hours. */
const WORKING_HOURS = 8;

/** What is left of a budget. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
}

/**
 * One endpoint's requests and tokens per minute and requests per day. Automatic requests are paced: a tenth of the minute and
 * a fifth of the day stay for those who ask, and an hour gets its eighth of the rest.
 */
export class Budgets {
  readonly #minute: SlidingWindow | undefined;
  readonly #tokens: SlidingWindow | undefined;
  readonly #day: SlidingWindow | undefined;
  /** For requests that nobody asked for, beside the others. */
  readonly #unasked: readonly SlidingWindow[];

  constructor(limits: EndpointLimits, clock: Clock) {
    const { requestsPerMinute, tokensPerMinute, requestsPerDay } = limits;
    const window = (limit: number | undefined, periodMs: number) =>
      limit === undefined ? undefined : new SlidingWindow(limit, periodMs, clock);
    this.#minute = window(requestsPerMinute, MINUTE_MS);
    this.#tokens = window(tokensPerMinute, MINUTE_MS);
    this.#day = window(requestsPerDay, DAY_MS);
    const day = share(requestsPerDay, 1 - DAY_RESERVE);
    this.#unasked = [
      window(share(requestsPerMinute, 1 - MINUTE_RESERVE), MINUTE_MS),
      window(day, DAY_MS),
      window(share(day, 1 / WORKING_HOURS), HOUR_MS),
    ].filter((each) => each !== undefined);
  }

  left(): { minute: Budget | null; day: Budget | null } {
    const of = (window: SlidingWindow | undefined) =>
      window === undefined
        ? null
        : { limit: window.limit, remaining: Math.floor(window.remaining()) };
    return { minute: of(this.#minute), day: of(this.#day) };
  }

  /** Milliseconds until all allow one request; `isAsked` where somebody waits for it. */
  waitMs(isAsked: boolean, tokens: number): number {
    const reserve = isAsked ? 0 : Math.floor((this.#tokens?.limit ?? 0) * MINUTE_RESERVE);
    return Math.max(
      0,
      this.#tokens?.waitMs(tokens, reserve) ?? 0,
      ...this.#windows(isAsked).map((window) => window.waitMs(1)),
    );
  }

  /** Takes one request of so many tokens; what it returns corrects the tokens. */
  take(isAsked: boolean, tokens: number): Taken {
    for (const window of this.#windows(isAsked)) window.take(1);
    return this.#tokens?.take(tokens) ?? { correct: () => undefined };
  }

  /** A server says that so many requests are left of this minute. */
  lowerTo(requests: number): void {
    this.#minute?.lowerTo(requests);
  }

  #windows(isAsked: boolean): SlidingWindow[] {
    const all = [this.#minute, this.#day].filter((each) => each !== undefined);
    return isAsked ? all : [...all, ...this.#unasked];
  }
}

/** A part of a limit, one at least. */
const share = (limit: number | undefined, part: number): number | undefined =>
  limit === undefined ? undefined : Math.max(1, Math.ceil(limit * part - 1e-9));
