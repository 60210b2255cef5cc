import type { Clock } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import { type Allowance, amountOf, type Grant, ofMillionths, toMillionths } from './budget.ts';
import { Lease } from './lease.ts';
import { Recent } from './recent.ts';

/** No store counts more at once, and one that is asked for more seems to be away. */
const MAX_AMOUNT = 1_000_000_000;
/** The part of what is left in the store that is taken ahead: others need it, too. */
const AHEAD_SHARE = 0.1;
/** For so long a refusal holds for all who ask for as much, unless something is given back here: what others give back is seen then. */
const REFUSED_MS = 100;

export interface ScopeTools {
  readonly clock: Clock;
  /** For so long a grant may be kept before it is used. */
  readonly keepMs: number;
  readonly ask: (allowances: readonly Allowance[]) => Grant | Promise<Grant>;
  /** Answers where the store does not. */
  readonly instead: (allowances: readonly Allowance[]) => Grant;
  /** Hears of every grant. */
  readonly record: (allowances: readonly Allowance[]) => Grant;
  readonly onAnswer: (isThere: boolean) => void;
  /** The store has to be told something, soon where that is much. */
  readonly owing: (isMuch: boolean) => void;
}

interface Waiter {
  readonly allowances: readonly Allowance[];
  readonly resolve: (grant: Grant) => void;
}

interface Refusal {
  readonly asked: readonly Allowance[];
  readonly grant: Grant;
  readonly at: number;
}

/** The leases of one scope: one that is taken of, and at most one question to the store at a time. */
export class ScopeLeases {
  readonly #tools: ScopeTools;
  readonly #recent: Recent;
  #lease: Lease | undefined;
  #expiry: Disposable | undefined;
  #waiting: Waiter[] = [];
  #isAsking = false;
  #remaining: readonly number[] = [];
  #refused: Refusal | undefined;
  readonly #owing = new Set<Lease>();

  constructor(tools: ScopeTools) {
    this.#tools = tools;
    this.#recent = new Recent(tools.keepMs);
  }

  get isIdle(): boolean {
    return this.#lease === undefined && !this.#isAsking && this.#owing.size === 0;
  }

  take(allowances: readonly Allowance[]): Grant | Promise<Grant> {
    const now = this.#tools.clock.monotonic();
    this.#recent.add(allowances.map(amountOf), now);
    const lease = this.#lease;
    if (lease?.take(allowances, now)) return this.#granted(lease, allowances);
    const refusal = this.#refusal(allowances, now);
    if (refusal !== undefined) return refusal;
    return new Promise((resolve) => {
      this.#waiting.push({ allowances, resolve });
      if (!this.#isAsking) void this.#askForAll();
    });
  }

  /** Nothing more is taken of the lease. */
  end(): void {
    this.#expiry?.dispose();
    const lease = this.#lease;
    this.#lease = undefined;
    if (lease === undefined || lease.isSpent) return;
    lease.end();
    this.#owe(lease);
  }

  /** Tells the store all that it is owed. Resolves when it has been told, or did not answer; never rejects. */
  async tell(): Promise<void> {
    const owing = [...this.#owing];
    this.#owing.clear();
    await Promise.all(
      owing.map(async (lease) => {
        if (await lease.tell(this.#tools.clock)) this.#owe(lease);
      }),
    );
  }

  #owe(lease: Lease): void {
    this.#owing.add(lease);
    this.#tools.owing(lease.owesMuch);
  }

  /** Those who come meanwhile are asked for together. */
  async #askForAll(): Promise<void> {
    this.#isAsking = true;
    while (this.#waiting.length > 0) {
      const waiting = this.#waiting.splice(0);
      const [first] = waiting as [Waiter, ...Waiter[]];
      const isLikeFirst = ({ allowances }: Waiter) => isAlike(allowances, first.allowances);
      const alike = waiting.filter(isLikeFirst);
      if (!(await this.#askFor(alike))) for (const each of alike) await this.#askForOne(each);
      this.#waiting.unshift(...waiting.filter((each) => !isLikeFirst(each)));
    }
    this.#isAsking = false;
  }

  /** Asks for several, and for what is expected soon; false where that is too much together. */
  async #askFor(waiters: readonly Waiter[]): Promise<boolean> {
    const [{ allowances }] = waiters as [Waiter, ...Waiter[]];
    const demand = allowances.map((_, at) =>
      waiters.reduce((sum, each) => sum + amountOf(each.allowances[at] as Allowance), 0),
    );
    const ahead = this.#ahead(demand);
    if (waiters.length === 1 && ahead.every((each) => each === 0)) return false;
    if (demand.some((each, at) => each + (ahead[at] ?? 0) > MAX_AMOUNT)) return false;
    return this.#ask(
      waiters,
      allowances.map((each, at) => ({ ...each, amount: (demand[at] ?? 0) + (ahead[at] ?? 0) })),
    );
  }

  async #askForOne(waiter: Waiter): Promise<void> {
    const { allowances, resolve } = waiter;
    const refusal = this.#refusal(allowances, this.#tools.clock.monotonic());
    if (refusal !== undefined) resolve(refusal);
    else if (!(await this.#ask([waiter], allowances))) {
      resolve(this.#refused?.grant ?? this.#tools.instead(allowances));
    }
  }

  /** Asks the store. Answers all who wait but where it refuses: then false. */
  async #ask(waiters: readonly Waiter[], asked: readonly Allowance[]): Promise<boolean> {
    const { clock, onAnswer } = this.#tools;
    const { grant, until } = await this.#answer(asked);
    const now = clock.monotonic();
    onAnswer(grant !== undefined);
    this.#remaining = grant?.remaining ?? [];
    if (grant !== undefined && grant.waitMs > 0) {
      this.#refused = { asked, grant, at: now };
      return false;
    }
    this.end();
    const lease = grant && new Lease(asked, grant, until);
    this.#lease = lease;
    for (const { allowances, resolve } of waiters) {
      const isLeased = lease?.take(allowances, now);
      resolve(
        isLeased && lease ? this.#granted(lease, allowances) : this.#tools.instead(allowances),
      );
    }
    if (lease?.isSpent !== false) this.#lease = undefined;
    else this.#expiry = clock.after(Math.max(0, until - now), () => this.end());
    return true;
  }

  /** The store's answer. What is to be given back here may be all that is lacking: it is told, and asked again, before it refuses. */
  async #answer(asked: readonly Allowance[]) {
    const { clock, keepMs, ask } = this.#tools;
    for (let isLast = false; ; isLast = true) {
      const until = clock.monotonic() + keepMs;
      const grant = await answerOf(ask, asked);
      const isRefused = grant !== undefined && grant.waitMs > 0;
      if (isRefused && !isLast) this.end();
      if (!isRefused || isLast || this.#owing.size === 0) return { grant, until };
      await this.tell();
    }
  }

  #granted(lease: Lease, allowances: readonly Allowance[]): Grant {
    const recorded = this.#tools.record(allowances);
    const taken = allowances.map(amountOf);
    const correct = async (differences: readonly number[]): Promise<void> => {
      const by = taken.map((amount, at) => Math.max(-amount, differences[at] ?? 0));
      for (const [at, each] of by.entries()) taken[at] = (taken[at] ?? 0) + each;
      if (by.every((each) => each === 0)) return;
      lease.owe(by);
      this.#owe(lease);
      if (by.some((each) => each < 0)) this.#refused = undefined;
      await recorded.correct?.(by);
    };
    const giveBack = () => correct(taken.map((amount) => -amount));
    // Taken ahead, and left, too.
    const { left } = lease;
    const remaining = this.#remaining.map((each, at) => each + (left[at] ?? 0));
    return { waitMs: 0, remaining, correct, giveBack };
  }

  /** How much more than `demand` is taken: for as many whole requests as there were of late, within a part of what is left. */
  #ahead(demand: readonly number[]): readonly number[] {
    const expected = this.#recent.expected(this.#tools.clock.monotonic());
    if (expected === undefined) return demand.map(() => 0);
    const { requests, sums } = expected;
    const shares = demand.map((each, at) => {
      const sum = sums[at] ?? 0;
      const left = Math.max(0, (this.#remaining[at] ?? 0) - each);
      return sum === 0 ? 1 : (left * AHEAD_SHARE) / sum;
    });
    const share = Math.floor(requests * Math.min(1, ...shares)) / requests;
    // Whole millionths, as leases and stores keep them.
    return demand.map((_, at) => ofMillionths(toMillionths((sums[at] ?? 0) * share)));
  }

  /** The last refusal, for a while, where no less is asked for. */
  #refusal(allowances: readonly Allowance[], now: number): Grant | undefined {
    if (this.#refused === undefined) return undefined;
    const { asked, grant, at } = this.#refused;
    const waitMs = grant.waitMs - (now - at);
    if (waitMs <= 0 || now - at >= REFUSED_MS || !isAlike(asked, allowances)) return undefined;
    const isAsMuch = allowances.every(
      (each, index) => amountOf(each) >= amountOf(asked[index] as Allowance),
    );
    return isAsMuch ? { ...grant, waitMs } : undefined;
  }
}

/** `undefined` where the store does not answer. */
async function answerOf(
  ask: ScopeTools['ask'],
  allowances: readonly Allowance[],
): Promise<Grant | undefined> {
  try {
    return await ask(allowances);
  } catch {
    return undefined;
  }
}

const isAlike = (one: readonly Allowance[], other: readonly Allowance[]): boolean =>
  one.length === other.length && one.every(({ name }, at) => name === other[at]?.name);
