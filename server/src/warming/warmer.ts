import { type Clock, nextTurn } from '../base/clock.ts';
import type { Disposable } from '../base/disposable.ts';
import type { Observer } from '../base/observer.ts';
import type { AheadCalls } from './aheadCalls.ts';
import type { Cause, WarmingEvent } from './events.ts';
import { Expectation } from './expectation.ts';
import { Habits, HORIZON_MS, type Spot } from './habits.ts';
import { Judge } from './judge.ts';
import { Ledger } from './ledger.ts';
import { inSteps, type Promote } from './promoting.ts';
import type { Use, Verdict } from './usage.ts';
import type { UsageHistory } from './usageHistory.ts';

/** At the start, those that were asked at least so often, and at most so many. */
export const AT_START = { times: 2, keys: 200 };
/** Of a file that is opened, or returned to. */
export const OF_FILE = 50;
/** Visits that habits are learnt from at the start, the newest; and so many in a turn of the event loop: some milliseconds. */
const MAX_LEARNT = 3_000;
const LEARNT_AT_ONCE = 20;
/** Who is in the same file for so long is there once more: what is near is kept near; in milliseconds. */
const STAY_MS = 120_000;
/** Spots are expected within this time: where nobody has come for so long, nothing is kept near any more. */
const AWAY_MS = HORIZON_MS;

export interface WarmerTools {
  readonly clock: Clock;
  readonly history: Pick<
    UsageHistory,
    'used' | 'visited' | 'most' | 'ofFile' | 'visits' | 'verdict' | 'judge' | 'forget'
  >;
  readonly promote: Promote;
  /** False while memory is short: nothing is brought nearer. */
  readonly isCalm: () => boolean;
  /** 0 to 1. */
  readonly random: () => number;
  readonly hourOf: (at: number) => number;
  readonly observe: Observer<WarmingEvent>;
  /** The places whose lines stand in a file now; `undefined` for one that is not open. */
  readonly standing: (file: string) => Promise<ReadonlySet<string> | undefined>;
  /** Asks models ahead; absent where none may be asked. */
  readonly calls?: AheadCalls | undefined;
}

/**
 * Brings answers from this machine's disk into memory before they are asked for: at the start those that are asked most, then those of the file that
 * its user is in, and those of files that habit says come next. Nobody waits for it.
 */
export class Warmer implements Disposable {
  readonly #tools: WarmerTools;
  readonly #habits: Habits;
  readonly #judge: Judge;
  readonly #ledger: Ledger;
  readonly #expectation: Expectation;
  #here: (Spot & { readonly since: number }) | undefined;
  #activeAt = Number.NEGATIVE_INFINITY;
  #next: Disposable | undefined;
  readonly #learnt: Promise<void>;
  #isDisposed = false;

  constructor(tools: WarmerTools) {
    this.#tools = tools;
    const { history, hourOf, observe } = tools;
    this.#habits = new Habits(hourOf);
    this.#learnt = this.#learn();
    this.#judge = new Judge(history.verdict());
    const ended = (kind: 'warmedUsed' | 'warmedUnused') => (cause: Cause) => {
      observe({ kind, cause });
      if (!IS_AHEAD[cause]) return;
      this.#judged(() => this.#judge.answered(kind === 'warmedUsed', tools.clock.now()));
    };
    const listener = { onUsed: ended('warmedUsed'), onUnused: ended('warmedUnused') };
    this.#ledger = new Ledger(listener);
    this.#expectation = new Expectation({
      clock: tools.clock,
      habits: this.#habits,
      history,
      promote: (keys) => this.#promote(keys, 'predicted'),
      standing: tools.standing,
      calls: tools.calls,
      fetched: (key, until) => this.#near(key, 'asked', until),
    });
  }

  /** Absent while warming ahead pays. */
  get verdict(): Verdict | undefined {
    return this.#judge.verdict;
  }

  /** Share of what was warmed ahead of late that was used, 0 to 1; `undefined` while nothing was. */
  get precision(): number | undefined {
    return this.#judge.precision;
  }

  /** The server has begun: what is asked most comes into memory. */
  async begin(): Promise<void> {
    const { keys: count, times } = AT_START;
    const keys = this.#tools.history.most(count, times).map(({ key }) => key);
    await this.#promote(keys, 'start');
  }

  /** A file is open, or is expected to be. */
  async opened(file: string): Promise<void> {
    const keys = this.#tools.history.ofFile(file, OF_FILE).map(({ key }) => key);
    await this.#promote(keys, 'opened');
  }

  /** The user does something in a file. Returns at once; what follows from it happens later. */
  active(spot: Spot): void {
    const { clock } = this.#tools;
    const now = clock.now();
    this.#activeAt = now;
    const isSame = this.#here?.file === spot.file && this.#here.kind === spot.kind;
    if (isSame && now - (this.#here?.since ?? 0) < STAY_MS) return;
    const isReturn = this.#here?.file !== spot.file || isSame;
    this.#here = { ...spot, since: now };
    clock.soon(() => void this.#visited(spot, now, isReturn));
  }

  /** An answer was given. */
  used(use: Use, isCall: boolean): void {
    if (isCall) this.#tools.calls?.own();
    this.#tools.history.used(use);
    if (use.key !== undefined) this.#ledger.used(use.key, use.at);
    this.active(use);
  }

  /** Keeps account of an answer that is shown without the cache being asked. */
  shown(key: string): void {
    this.#ledger.used(key, this.#tools.clock.now());
  }

  /** The user wants warming ahead again. Returns whether it was off. */
  again(): boolean {
    const wasOff = this.#judge.verdict !== undefined;
    this.#judge.again();
    this.#tools.history.judge(undefined);
    if (wasOff) this.#tools.observe({ kind: 'warmingOn' });
    return wasOff;
  }

  /** The answers in memory are gone: nothing can be said of them. */
  cleared(): void {
    this.#ledger.clear();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#next?.dispose();
    this.#expectation.dispose();
  }

  async #visited(spot: Spot, at: number, isReturn: boolean): Promise<void> {
    await this.#learnt;
    if (this.#isDisposed) return;
    const visit = { file: spot.file, kind: spot.kind, at };
    this.#tools.history.visited(visit);
    this.#judged(() => this.#judge.visited(spot, at));
    this.#habits.visited(visit);
    const guesses = this.#expectation.guesses(at, this.#tools.random());
    if (guesses !== undefined) this.#judge.guessed(guesses.surest, guesses.blind, at);
    this.#again();
    if (isReturn) await this.opened(spot.file);
    await this.#expect();
  }

  async #expect(): Promise<void> {
    if (this.#isDisposed || this.#judge.verdict !== undefined || !this.#tools.isCalm()) return;
    await this.#expectation.warm();
  }

  /** Learns from visits of former times, some in a turn of the event loop. */
  async #learn(): Promise<void> {
    const visits = this.#tools.history.visits(MAX_LEARNT);
    for (const [index, visit] of visits.entries()) {
      if (index % LEARNT_AT_ONCE === LEARNT_AT_ONCE - 1) await nextTurn(this.#tools.clock);
      if (this.#isDisposed) return;
      this.#habits.visited(visit);
    }
  }

  /** Keeps near what is expected, as long as somebody is there. */
  #again(): void {
    this.#next?.dispose();
    this.#next = this.#tools.clock.after(STAY_MS, () => {
      const now = this.#tools.clock.now();
      this.#ledger.ended(now);
      this.#next = undefined;
      if (now - this.#activeAt > AWAY_MS) return;
      this.#again();
      void this.#expect();
    });
  }

  async #promote(keys: readonly string[], cause: Cause): Promise<ReadonlySet<string>> {
    const { clock, promote, isCalm } = this.#tools;
    const goesOn = () => !this.#isDisposed && isCalm();
    return inSteps(keys, promote, clock, goesOn, ({ key, until }) => this.#near(key, cause, until));
  }

  #near(key: string, cause: Cause, until: number): void {
    const { clock, observe } = this.#tools;
    if (this.#ledger.warmed(key, cause, until, clock.now())) {
      observe({ kind: 'warmed', cause, count: 1 });
    }
  }

  /** Tells, and keeps over restarts, what the judge finds. */
  #judged(work: () => void): void {
    const before = this.#judge.verdict;
    work();
    const { verdict } = this.#judge;
    if (verdict === undefined || before !== undefined) return;
    this.#tools.history.judge(verdict);
    const { reason, precision } = verdict;
    this.#tools.observe({ kind: 'warmingOff', reason, precision });
  }
}

/** True for what is done because of a guess: that must pay. */
const IS_AHEAD: Readonly<Record<Cause, boolean>> = {
  start: false,
  opened: false,
  predicted: true,
  asked: true,
};
