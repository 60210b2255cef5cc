import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { MemoryBudget } from './memoryBudget.ts';
import type { Allowance, Grant, SharedBudget, SpendableBudget } from './sharedBudget.ts';

/** How often it is looked whether what all share can be reached again. */
const LOOK_MS = 1_000;
/** Until all instances have told what they spent meanwhile: they find out at different moments that it is back. */
const SETTLE_MS = 10_000;
/** As in the windows of what is shared: the margin for a request that travels longer than the one that left the window for it. */
const SKEW_MS = 500;
/** The most scopes of which it is remembered what was left. */
const MAX_SCOPES = 20_000;

export interface ShareBudgetTools {
  readonly clock: Clock;
  /** How many instances spend of it, this one included. */
  readonly instances: () => number;
  /** Shares are spent for longer than a moment, or no more. */
  readonly onAway?: (isAway: boolean) => void;
}

/** An allowance and what all together had spent of it, as far as was known when it could not be reached any more. */
interface Lost {
  readonly allowance: Allowance;
  readonly spent: number;
}

/** A scope that could not be reached. */
interface Away {
  readonly since: number;
  /** The grants of this instance since. */
  readonly own: MemoryBudget;
  readonly lost: Map<string, Lost>;
  /** Since when it can be reached again, and knows what was spent here. */
  backAt: number | undefined;
}

/**
 * A budget that instances share; while it cannot be reached each of them gives at most its share: what was left for all, and later the
 * limit, divided by their number. What it gave it tells as soon as that can be done, and keeps to its share until the others have told,
 * too. So in any period no more is granted than the limit, but for what was granted and lost with the server.
 */
export class ShareBudget implements SharedBudget, Disposable {
  readonly #shared: SpendableBudget;
  readonly #tools: ShareBudgetTools;
  readonly #left = new Map<string, ReadonlyMap<string, number>>();
  readonly #away = new Map<string, Away>();
  #looking: Disposable | undefined;
  #isAway = false;

  constructor(shared: SpendableBudget, tools: ShareBudgetTools) {
    this.#shared = shared;
    this.#tools = tools;
  }

  async take(scope: string, allowances: readonly Allowance[]): Promise<Grant> {
    const away = this.#away.get(scope);
    if (away === undefined || away.backAt !== undefined) {
      try {
        return await this.#ofAll(scope, away, allowances);
      } catch (error) {
        // An amount that nobody can spend is nobody's share either.
        if (error instanceof RangeError) throw error;
      }
    }
    return this.#own(scope, this.#lost(scope), allowances);
  }

  dispose(): void {
    this.#looking?.dispose();
  }

  #remember(scope: string, allowances: readonly Allowance[], { remaining }: Grant): void {
    const left = new Map(this.#left.get(scope));
    for (const [index, { name }] of allowances.entries()) left.set(name, remaining[index] ?? 0);
    this.#left.delete(scope);
    this.#left.set(scope, left);
    const [oldest] = this.#left.keys();
    if (this.#left.size > MAX_SCOPES && oldest !== undefined) this.#left.delete(oldest);
  }

  /** Asks what all share; while it settles this instance's share has to have it, too. Rejects where it cannot be reached. */
  async #ofAll(
    scope: string,
    settling: Away | undefined,
    allowances: readonly Allowance[],
  ): Promise<Grant> {
    const own = settling && (await this.#own(scope, settling, allowances));
    if (own !== undefined && own.waitMs > 0) return own;
    try {
      const grant = await this.#shared.take(scope, allowances);
      this.#remember(scope, allowances, grant);
      if (grant.waitMs > 0) await own?.giveBack?.();
      return grant;
    } catch (error) {
      await own?.giveBack?.();
      throw error;
    }
  }

  /** A scope that is away from now on, where it has not been before. */
  #lost(scope: string): Away {
    const { clock } = this.#tools;
    const known = this.#away.get(scope);
    if (known !== undefined && known.backAt === undefined) return known;
    const away: Away = {
      since: clock.monotonic(),
      own: known?.own ?? new MemoryBudget(() => clock.monotonic()),
      lost: new Map(),
      backAt: undefined,
    };
    this.#away.set(scope, away);
    this.#looking ??= clock.after(LOOK_MS, () => void this.#look());
    return away;
  }

  /** Takes this instance's share. */
  async #own(scope: string, away: Away, allowances: readonly Allowance[]): Promise<Grant> {
    const now = this.#tools.clock.monotonic();
    const instances = Math.max(1, this.#tools.instances());
    const shares = allowances.map((allowance) => {
      const { name, limit, periodMs } = allowance;
      const spent = limit - (this.#left.get(scope)?.get(name) ?? limit);
      const lost = away.lost.get(name) ?? { allowance, spent };
      away.lost.set(name, lost);
      const leftMs = Math.max(0, away.since + periodMs + SKEW_MS - now);
      const left = limit - (leftMs > 0 ? lost.spent : 0);
      return {
        ...allowance,
        limit: Math.max(0, left / instances),
        leftMs,
        full: limit / instances,
      };
    });
    const grant = await away.own.take(scope, shares);
    if (grant.waitMs > 0) {
      // All that was spent before leaves the window at once.
      const waits = shares
        .filter(({ amount = 1, full }) => amount <= full)
        .map(({ leftMs }) => leftMs);
      const waitMs = Math.min(grant.waitMs, ...waits.filter((each) => each > 0));
      return { ...grant, waitMs: Math.max(1, waitMs) };
    }
    const correct = (amounts: readonly number[]) =>
      this.#correct(scope, away, allowances, grant, amounts);
    return { ...grant, correct };
  }

  /** More that is spent after a share was told is told by itself; nothing is taken back then. */
  async #correct(
    scope: string,
    away: Away,
    allowances: readonly Allowance[],
    grant: Grant,
    amounts: readonly number[],
  ): Promise<void> {
    await grant.correct?.(amounts);
    if (away.backAt === undefined) return;
    const more = allowances.map((each, index) => ({
      ...each,
      amount: Math.max(0, amounts[index] ?? 0),
    }));
    await this.#shared.spend(scope, more);
  }

  async #look(): Promise<void> {
    const { clock } = this.#tools;
    for (const [scope, away] of this.#away) {
      const now = clock.monotonic();
      if (away.backAt === undefined) await this.#tell(scope, away);
      else if (now - away.backAt >= SETTLE_MS) this.#away.delete(scope);
    }
    this.#heard([...this.#away.values()].some(({ backAt }) => backAt === undefined));
    this.#looking =
      this.#away.size === 0 ? undefined : clock.after(LOOK_MS, () => void this.#look());
  }

  #heard(isAway: boolean): void {
    if (isAway === this.#isAway) return;
    this.#isAway = isAway;
    this.#tools.onAway?.(isAway);
  }

  /** Tells what was granted here, and from then on asks again; what is granted while that is told is told, too. */
  async #tell(scope: string, away: Away): Promise<void> {
    const allowances = [...away.lost.values()].map(({ allowance }) => allowance);
    const used = away.own.used(scope, allowances);
    const tell = (amounts: readonly number[]) =>
      this.#shared.spend(
        scope,
        allowances.map((each, index) => ({ ...each, amount: Math.max(0, amounts[index] ?? 0) })),
      );
    try {
      await tell(used);
      away.backAt = this.#tools.clock.monotonic();
      const since = away.own.used(scope, allowances);
      await tell(since.map((each, index) => each - (used[index] ?? 0)));
    } catch {
      // It is still away, or once more: all is told then.
      away.backAt = undefined;
    }
  }
}
