import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { SLACK_MS } from './amountWindow.ts';
import type { Allowance, Budget, Grant } from './budget.ts';
import type { LocalBudget } from './localBudget.ts';
import { ScopeLeases } from './scopeLeases.ts';

/** The true cost of grants is told so much later, in one call for all of a lease; and so soon where much is given back. */
const TELL_MS = 1_000;
const SOON_MS = 50;
/** After a failure the store is not asked for so long. */
const AWAY_MS = 1_000;
const MIN_SWEPT = 256;

export interface LeasedBudgetTools {
  /** Rejects where it does not answer. */
  readonly shared: Budget;
  /** Grants a share of each limit meanwhile, and knows what this process was granted before. */
  readonly fallback: LocalBudget;
  readonly clock: Clock;
  /** The store does not answer for longer than a moment, or does so again. */
  readonly onAway?: (isAway: boolean) => void;
}

/**
 * Takes of a shared budget ahead, so that a busy scope does not ask it for each request: as much as was taken of late in the time for
 * which a grant may be kept, the margin that shared budgets add to every period. A scope that is asked seldom takes single grants. What
 * is not used is given back; nothing is granted that the store has not granted, as long as it answers.
 */
export class LeasedBudget implements Budget {
  readonly #tools: LeasedBudgetTools;
  readonly #scopes = new Map<string, ScopeLeases>();
  readonly #owing = new Set<ScopeLeases>();
  #timer: Disposable | undefined;
  /** Monotonic milliseconds. */
  #tellAt = Number.POSITIVE_INFINITY;
  #awayUntil = Number.NEGATIVE_INFINITY;
  #awaySince = Number.POSITIVE_INFINITY;
  #isTold = false;
  #sweepAt = MIN_SWEPT;

  constructor(tools: LeasedBudgetTools) {
    this.#tools = tools;
  }

  /** How many scopes are known. */
  get size(): number {
    return this.#scopes.size;
  }

  take(scope: string, allowances: readonly Allowance[]): Grant | Promise<Grant> {
    if (this.#tools.clock.monotonic() < this.#awayUntil) {
      return this.#tools.fallback.take(scope, allowances);
    }
    return this.#of(scope).take(allowances);
  }

  /** Gives back what is left, and tells the store what was spent. */
  async close(): Promise<void> {
    for (const scope of this.#scopes.values()) scope.end();
    await this.#tellAll();
    this.#timer?.dispose();
  }

  #of(scope: string): ScopeLeases {
    const known = this.#scopes.get(scope);
    if (known !== undefined) return known;
    this.#sweep();
    const { shared, fallback, clock } = this.#tools;
    const leases = new ScopeLeases({
      clock,
      keepMs: SLACK_MS,
      ask: (allowances) => shared.take(scope, allowances),
      instead: (allowances) => fallback.take(scope, allowances),
      record: (allowances) => fallback.record(scope, allowances),
      onAnswer: (isThere) => this.#heard(isThere),
      owing: (isMuch) => this.#owe(leases, isMuch),
    });
    this.#scopes.set(scope, leases);
    return leases;
  }

  /** One answer that is late on a busy machine is nothing that somebody could do something about. */
  #heard(isThere: boolean): void {
    const now = this.#tools.clock.monotonic();
    if (isThere) this.#awaySince = Number.POSITIVE_INFINITY;
    else {
      this.#awaySince = Math.min(this.#awaySince, now);
      this.#awayUntil = now + AWAY_MS;
    }
    const isAway = now - this.#awaySince >= AWAY_MS;
    if (isAway === this.#isTold) return;
    this.#isTold = isAway;
    this.#tools.onAway?.(isAway);
  }

  #owe(scope: ScopeLeases, isMuch: boolean): void {
    this.#owing.add(scope);
    const { clock } = this.#tools;
    const inMs = isMuch ? SOON_MS : TELL_MS;
    const at = clock.monotonic() + inMs;
    if (at >= this.#tellAt) return;
    this.#timer?.dispose();
    this.#tellAt = at;
    this.#timer = clock.after(inMs, () => void this.#tellAll());
  }

  async #tellAll(): Promise<void> {
    this.#tellAt = Number.POSITIVE_INFINITY;
    const owing = [...this.#owing];
    this.#owing.clear();
    await Promise.all(owing.map((scope) => scope.tell()));
  }

  /** Now and then forgets scopes that nobody asks for. */
  #sweep(): void {
    if (this.#scopes.size < this.#sweepAt) return;
    for (const [name, scope] of this.#scopes) if (scope.isIdle) this.#scopes.delete(name);
    this.#sweepAt = Math.max(MIN_SWEPT, 2 * this.#scopes.size);
  }
}
