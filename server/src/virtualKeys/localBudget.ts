import type { Clock } from '../base/clock.ts';
import { AmountWindow, type Entry } from './amountWindow.ts';
import { type Allowance, amountOf, type Budget, type Grant } from './budget.ts';

/** With fewer scopes nobody looks which are empty. */
const MIN_SWEPT = 256;
const DONE = Promise.resolve();

/** The part of a limit that this process may spend by itself: 1 of so many. */
type Share = () => number;

/**
 * Budgets in memory, by the monotonic clock: all there is where one process is alone, and the fallback where the shared ones do not
 * answer; then with a share of each limit.
 */
export class LocalBudget implements Budget {
  readonly #clock: Clock;
  readonly #share: Share;
  /** By scope, then by the name of the allowance. */
  readonly #scopes = new Map<string, Map<string, AmountWindow>>();
  #sweepAt = MIN_SWEPT;

  constructor(clock: Clock, share: Share = () => 1) {
    this.#clock = clock;
    this.#share = share;
  }

  /** How many scopes are kept. */
  get size(): number {
    return this.#scopes.size;
  }

  take(scope: string, allowances: readonly Allowance[]): Grant {
    const now = this.#clock.monotonic();
    this.#sweep(now);
    const share = this.#share();
    let waitMs = 0;
    const windows: AmountWindow[] = [];
    for (const allowance of allowances) {
      const window = this.#window(scope, allowance);
      windows.push(window);
      waitMs = Math.max(waitMs, window.waitMs(now, amountOf(allowance), allowance.limit * share));
    }
    if (waitMs > 0) return { waitMs, remaining: remainingOf(now, windows, allowances, share) };
    return this.#taken(now, scope, windows, allowances, share);
  }

  /** Counts what was granted elsewhere, whether it fits or not. */
  record(scope: string, allowances: readonly Allowance[]): Grant {
    const now = this.#clock.monotonic();
    this.#sweep(now);
    const windows = allowances.map((allowance) => this.#window(scope, allowance));
    return this.#taken(now, scope, windows, allowances, 1);
  }

  #taken(
    now: number,
    scope: string,
    windows: readonly AmountWindow[],
    allowances: readonly Allowance[],
    share: number,
  ): Grant {
    const amounts = allowances.map(amountOf);
    const entries = windows.map((window, at) =>
      window.take(now, amounts[at] ?? 0, (allowances[at]?.limit ?? 0) * share),
    );
    const correct = (differences: readonly number[]): Promise<void> => {
      const then = this.#clock.monotonic();
      for (const [at, allowance] of allowances.entries()) {
        const amount = amounts[at] ?? 0;
        const by = Math.max(-amount, differences[at] ?? 0);
        amounts[at] = amount + by;
        if (by < 0) windows[at]?.lower(then, entries[at] as Entry, -by);
        // An amount that was spent beyond the estimate was spent by now: it counts from now on.
        else if (by > 0) this.#window(scope, allowance).take(then, by, Number.POSITIVE_INFINITY);
      }
      return DONE;
    };
    return {
      waitMs: 0,
      remaining: remainingOf(now, windows, allowances, share),
      correct,
      giveBack: () => correct(amounts.map((each) => -each)),
    };
  }

  #window(scope: string, { name, periodMs }: Allowance): AmountWindow {
    let windows = this.#scopes.get(scope);
    if (windows === undefined) {
      windows = new Map();
      this.#scopes.set(scope, windows);
    }
    let window = windows.get(name);
    if (window === undefined) {
      window = new AmountWindow(periodMs);
      windows.set(name, window);
    }
    return window;
  }

  /** Now and then forgets the windows from which everything has left. */
  #sweep(now: number): void {
    if (this.#scopes.size < this.#sweepAt) return;
    for (const [scope, windows] of this.#scopes) {
      for (const [name, window] of windows) {
        window.used(now);
        if (window.isEmpty) windows.delete(name);
      }
      if (windows.size === 0) this.#scopes.delete(scope);
    }
    this.#sweepAt = Math.max(MIN_SWEPT, 2 * this.#scopes.size);
  }
}

const remainingOf = (
  now: number,
  windows: readonly AmountWindow[],
  allowances: readonly Allowance[],
  share: number,
): number[] =>
  windows.map((window, at) => Math.max(0, (allowances[at]?.limit ?? 0) * share - window.used(now)));
