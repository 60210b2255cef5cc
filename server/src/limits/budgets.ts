import type { Clock } from '../base/clock.ts';
import type { EndpointLimits } from '../domain/endpoint.ts';
import { allowancesOf } from './sharedBudget.ts';
import { SlidingWindow, type Taken } from './slidingWindow.ts';

const MINUTE_MS = 60_000;
/** Tokens of the minute that requests that nobody asked for leave to those that somebody did. */
const TOKEN_RESERVE = 0.1;

/** A budget and the part of it that is left. */
export interface Budget {
  readonly limit: number;
  readonly remaining: number;
}

/** One endpoint's requests and tokens per minute and requests per day, as this process has spent them. */
export class Budgets {
  readonly #tokens: SlidingWindow | undefined;
  /** By the name of the allowance. */
  readonly #windows = new Map<string, SlidingWindow>();
  readonly #asked: readonly SlidingWindow[];
  readonly #unasked: readonly SlidingWindow[];

  constructor(limits: EndpointLimits, clock: Clock) {
    const { tokensPerMinute } = limits;
    if (tokensPerMinute !== undefined) {
      this.#tokens = new SlidingWindow(tokensPerMinute, MINUTE_MS, clock);
    }
    const windowsOf = (isUserInitiated: boolean) =>
      allowancesOf(limits, isUserInitiated).map(({ name, limit, periodMs }) => {
        const window = this.#windows.get(name) ?? new SlidingWindow(limit, periodMs, clock);
        this.#windows.set(name, window);
        return window;
      });
    this.#asked = windowsOf(true);
    this.#unasked = windowsOf(false);
  }

  left(): { minute: Budget | null; day: Budget | null } {
    const of = (window: SlidingWindow | undefined) =>
      window === undefined
        ? null
        : { limit: window.limit, remaining: Math.floor(window.remaining()) };
    return { minute: of(this.#windows.get('minute')), day: of(this.#windows.get('day')) };
  }

  /** Milliseconds until all allow one request; `isUserInitiated` where somebody waits for it. */
  waitMs(isUserInitiated: boolean, tokens: number): number {
    const reserve = isUserInitiated ? 0 : Math.floor((this.#tokens?.limit ?? 0) * TOKEN_RESERVE);
    return Math.max(
      0,
      this.#tokens?.waitMs(tokens, reserve) ?? 0,
      ...this.#of(isUserInitiated).map((window) => window.waitMs(1)),
    );
  }

  /** Takes one request of so many tokens; what it returns corrects the tokens. */
  take(isUserInitiated: boolean, tokens: number): Taken {
    for (const window of this.#of(isUserInitiated)) window.take(1);
    return this.#tokens?.take(tokens) ?? { correct: () => undefined };
  }

  /** Others who share an allowance have left so many of it. */
  othersLeft(name: string, remaining: number): void {
    this.#windows.get(name)?.othersLeft(remaining);
  }

  /** A server says that no more than so many are left of an allowance. */
  lowerTo(name: string, remaining: number): void {
    this.#windows.get(name)?.lowerTo(remaining);
  }

  #of(isUserInitiated: boolean): readonly SlidingWindow[] {
    return isUserInitiated ? this.#asked : this.#unasked;
  }
}
